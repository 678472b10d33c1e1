import { toKey } from './forms.js';
import { addDataObject } from './operations.js';

export const AddDataObjectToKey = toKey(addDataObject);
