import { ofOwner, toKey } from './forms.js';
import { setIntValue } from './operations.js';

export const SetIntValueToKey = toKey(ofOwner(setIntValue));
