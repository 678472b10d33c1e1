import { ofOwner, toMachineCode } from './forms.js';
import { decrementIntValue } from './operations.js';

export const DecrementIntValueToMachineCode = toMachineCode(ofOwner(decrementIntValue));
