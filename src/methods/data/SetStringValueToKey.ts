import { ofOwner, toKey } from './forms.js';
import { setStringValue } from './operations.js';

export const SetStringValueToKey = toKey(ofOwner(setStringValue));
