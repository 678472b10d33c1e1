import { byId } from './forms.js';
import { setStringValue } from './operations.js';

export const SetStringValue = byId(setStringValue);
