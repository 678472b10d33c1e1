import type { Method } from './define.js';
import { Activate } from './key/Activate.js';
import { GetKey } from './key/GetKey.js';

/** Every method of Web API 3 that this server answers. */
export const METHODS: readonly Method[] = [Activate, GetKey];
