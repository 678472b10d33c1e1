/** What two texts have in common that are one e-mail address: without blanks around it and in lower case. */
export const foldEmail = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/**
 * The normal form of an e-mail address: trimmed and in lower case. null when it is not one: it needs text on both sides of
 * a single `@`, and no blanks or control characters inside.
 */
export const normalizeEmail = (text: string): string | null => {
  const email = foldEmail(text);
  return /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email) ? email : null;
};
