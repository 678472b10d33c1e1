import { ofOwner, toKey } from './forms.js';
import { decrementIntValue } from './operations.js';

export const DecrementIntValueToKey = toKey(ofOwner(decrementIntValue));
