import type { Method } from './define.js';
import { Activate } from './key/Activate.js';
import { AddFeature } from './key/AddFeature.js';
import { BlockKey } from './key/BlockKey.js';
import { ChangeCustomer } from './key/ChangeCustomer.js';
import { ChangeNotes } from './key/ChangeNotes.js';
import { CreateKey } from './key/CreateKey.js';
import { CreateTrialKey } from './key/CreateTrialKey.js';
import { Deactivate } from './key/Deactivate.js';
import { DeleteKey } from './key/DeleteKey.js';
import { ExtendLicense } from './key/ExtendLicense.js';
import { GetKey } from './key/GetKey.js';
import { MachineLockLimit } from './key/MachineLockLimit.js';
import { RemoveFeature } from './key/RemoveFeature.js';
import { TrialActivation } from './key/TrialActivation.js';
import { UnblockKey } from './key/UnblockKey.js';

/** Every method of Web API 3 that this server answers. */
export const METHODS: readonly Method[] = [
  Activate,
  AddFeature,
  BlockKey,
  ChangeCustomer,
  ChangeNotes,
  CreateKey,
  CreateTrialKey,
  Deactivate,
  DeleteKey,
  ExtendLicense,
  GetKey,
  MachineLockLimit,
  RemoveFeature,
  TrialActivation,
  UnblockKey,
];
