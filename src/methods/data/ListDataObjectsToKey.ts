import { toKey } from './forms.js';
import { listDataObjects } from './operations.js';

export const ListDataObjectsToKey = toKey(listDataObjects);
