import { ofOwner, toKey } from './forms.js';
import { removeDataObject } from './operations.js';

export const RemoveDataObjectToKey = toKey(ofOwner(removeDataObject));
