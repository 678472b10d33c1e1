import { ofOwner, toKey } from './forms.js';
import { incrementIntValue } from './operations.js';

export const IncrementIntValueToKey = toKey(ofOwner(incrementIntValue));
