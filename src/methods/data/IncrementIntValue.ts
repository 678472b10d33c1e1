import { byId } from './forms.js';
import { incrementIntValue } from './operations.js';

export const IncrementIntValue = byId(incrementIntValue);
