import type { Kind } from '../kind.js';

/** Milliseconds since 1970: every time inside, unless its name says otherwise. */
export type Milliseconds = Kind<'milliseconds'>;

/** Whole seconds since 1970: times in Web API 3 and inside signed licenses. */
export type UnixSeconds = Kind<'seconds'>;
