import { GetEvents } from './ai/GetEvents.js';
import { GetObjectLog } from './ai/GetObjectLog.js';
import { GetWebAPILog } from './ai/GetWebAPILog.js';
import { RegisterEvent } from './ai/RegisterEvent.js';
import { RegisterEvents } from './ai/RegisterEvents.js';
import type { Method } from './define.js';
import { Activate } from './key/Activate.js';
import { GetKey } from './key/GetKey.js';

/** Every method of Web API 3 that this server answers. */
export const METHODS: readonly Method[] = [
  Activate,
  GetKey,
  GetEvents,
  GetObjectLog,
  GetWebAPILog,
  RegisterEvent,
  RegisterEvents,
];
