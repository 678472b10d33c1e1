import { byId } from './forms.js';
import { decrementIntValue } from './operations.js';

export const DecrementIntValue = byId(decrementIntValue);
