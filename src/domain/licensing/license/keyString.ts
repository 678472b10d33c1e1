const GROUPS = 4;
const LETTERS_PER_GROUP = 5;
const LETTERS = GROUPS * LETTERS_PER_GROUP;

/** About one byte in twelve is rejected, so one draw is nearly always enough. */
const BYTES_PER_DRAW = 32;

/** A source that needs this many draws for one key is broken. */
const MAX_DRAWS = 16;

const KEY_STRING = /^[A-Z]{5}(?:-[A-Z]{5}){3}$/;

/** Whether the text has the shape of a key: 20 letters A-Z in 4 groups of 5. */
export function isKeyString(text: string): boolean {
  return KEY_STRING.test(text);
}

/**
 * A key of 20 letters, each equally likely: the first of B..N, as keys in use have it, the others of A..Z
 * (93 bits). `randomBytes(n)` must give n bytes of a cryptographic source. Throws if the source is broken.
 */
export function randomKeyString(randomBytes: (n: number) => Uint8Array): string {
  let letters = '';
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    for (const byte of randomBytes(BYTES_PER_DRAW)) {
      letters += letters === '' ? letterOf(byte, 'B', 13) : letterOf(byte, 'A', 26);
      if (letters.length === LETTERS) return grouped(letters);
    }
  }
  throw new Error('the random source is broken');
}

/** A letter, or "" for a byte beyond the last whole multiple of `count`: using it would favour the first letters. */
function letterOf(byte: number, first: string, count: number): string {
  if (byte >= 256 - (256 % count)) return '';
  return String.fromCharCode(first.charCodeAt(0) + (byte % count));
}

function grouped(letters: string): string {
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * LETTERS_PER_GROUP, (group + 1) * LETTERS_PER_GROUP),
  );
  return groups.join('-');
}
