import { ofOwner, toMachineCode } from './forms.js';
import { removeDataObject } from './operations.js';

export const RemoveDataObjectToMachineCode = toMachineCode(ofOwner(removeDataObject));
