import { toMachineCode } from './forms.js';
import { listDataObjects } from './operations.js';

export const ListDataObjectsToMachineCode = toMachineCode(listDataObjects);
