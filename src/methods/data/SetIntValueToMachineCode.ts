import { ofOwner, toMachineCode } from './forms.js';
import { setIntValue } from './operations.js';

export const SetIntValueToMachineCode = toMachineCode(ofOwner(setIntValue));
