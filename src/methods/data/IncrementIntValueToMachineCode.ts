import { ofOwner, toMachineCode } from './forms.js';
import { incrementIntValue } from './operations.js';

export const IncrementIntValueToMachineCode = toMachineCode(ofOwner(incrementIntValue));
