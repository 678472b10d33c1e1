/** A read exceeded its timeout, or would need too much memory. */
export class ReadTooLong extends Error {}
