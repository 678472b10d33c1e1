import type { AnsweringMethod } from './define.js';
import { METHODS } from './registry.js';

/** The method of a name like `key/Activate`, in any case; undefined when there is none, or it is a stream. */
export const methodNamed = (name: string): AnsweringMethod | undefined =>
  METHODS.filter((method) => method.kind !== 'stream').find(
    (method) => `${method.category}/${method.name}`.toLowerCase() === name.toLowerCase(),
  );
