import { byId } from './forms.js';
import { removeDataObject } from './operations.js';

export const RemoveDataObject = byId(removeDataObject);
