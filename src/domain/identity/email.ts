/**
 * An e-mail address as people are known by it: without blanks around it, in lower case. null when it is none: something
 * on both sides of one `@`, no blanks and no control characters inside.
 */
export const normalizeEmail = (text: string): string | null => {
  const email = text.normalize('NFC').trim().toLowerCase();
  return /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email) ? email : null;
};
