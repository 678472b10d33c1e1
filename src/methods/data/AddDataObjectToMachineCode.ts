import { toMachineCode } from './forms.js';
import { addDataObject } from './operations.js';

export const AddDataObjectToMachineCode = toMachineCode(addDataObject);
