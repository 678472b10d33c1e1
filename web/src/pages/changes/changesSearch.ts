/** Kinds of objects, by their numbers in the Object Log. */
export const CHANGE_KINDS = { license: 3, customer: 1, product: 5, data: 6, settings: 0 } as const;

export type ChangeKind = keyof typeof CHANGE_KINDS;

/** The filter of the changes, as the URL has it; none: all kinds. */
export interface ChangesSearch {
  readonly kind?: ChangeKind | undefined;
}

export const isChangeKind = (text: unknown): text is ChangeKind =>
  typeof text === 'string' && Object.hasOwn(CHANGE_KINDS, text);

export const readChangesSearch = ({ kind }: Readonly<Record<string, unknown>>): ChangesSearch =>
  isChangeKind(kind) ? { kind } : {};
