import { onAnyOwner } from './forms.js';
import { addDataObject } from './operations.js';

export const AddDataObject = onAnyOwner(addDataObject);
