import { ofOwner, toMachineCode } from './forms.js';
import { setStringValue } from './operations.js';

export const SetStringValueToMachineCode = toMachineCode(ofOwner(setStringValue));
