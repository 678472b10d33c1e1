const LONGEST = 256;

/**
 * A machine code as usage analytics compare it: control characters removed, white space trimmed, cut to 256 UTF-16
 * units without cutting a surrogate pair, upper-cased, in that order.
 */
export const normalizeMachineCode = (machineCode: string): string => {
  const trimmed = machineCode.replace(/\p{Cc}/gu, '').trim();
  return cutWellFormed(trimmed, LONGEST).toUpperCase();
};

/** The first `length` UTF-16 units, one fewer where the cut would split a surrogate pair. */
export const cutWellFormed = (text: string, length: number): string => {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) && text.length > length ? cut.slice(0, -1) : cut;
};
