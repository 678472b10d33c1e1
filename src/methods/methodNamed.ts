import type { Method } from './define.js';
import { METHODS } from './registry.js';

/** The method of a name like `key/Activate`, in any case; undefined when there is none. */
export const methodNamed = (name: string): Method | undefined =>
  METHODS.find((method) => `${method.category}/${method.name}`.toLowerCase() === name.toLowerCase());
