import type { AnsweringMethod } from './define.js';
import { METHODS } from './registry.js';

/** The method with a name like `key/Activate`, case-insensitive; undefined if there is none or it is a stream. */
export const methodNamed = (name: string): AnsweringMethod | undefined =>
  METHODS.filter((method) => method.kind !== 'stream').find(
    (method) => `${method.category}/${method.name}`.toLowerCase() === name.toLowerCase(),
  );
