import { byId } from './forms.js';
import { setIntValue } from './operations.js';

export const SetIntValue = byId(setIntValue);
