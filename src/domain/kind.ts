declare const kind: unique symbol;

/**
 * A number of one kind: an id of one sort of object, or a time in one unit. Plain numbers are accepted, so that rows and
 * parameters need no casts; a number of another kind does not compile.
 */
export type Kind<Name extends string> = number & { readonly [kind]?: Name };
