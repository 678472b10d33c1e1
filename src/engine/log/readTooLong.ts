/** A read took longer than it may, or would take more memory. */
export class ReadTooLong extends Error {}
