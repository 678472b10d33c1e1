import { type KeyObject, verify } from 'node:crypto';

export type ExtAnswer = Readonly<Record<string, string>>;

/** Verifies an answer of Web API 2 as old clients do: the values that it has, joined in this order, as UTF-16LE. */
export const isSigned = (answer: ExtAnswer, publicKey: KeyObject): boolean => {
  const { valid, created, expires, settime, timeleft, f1, f2, f3, f4, f5, f6, f7, f8 } = answer;
  const values = [valid, created, expires, settime, timeleft, f1, f2, f3, f4, f5, f6, f7, f8];
  const { notes, mid, pid, uid, date, customer, signature = '' } = answer;
  const text = [...values, notes, mid, pid, uid, date, customer].map((value) => value ?? '').join('');
  return verify('sha256', Buffer.from(text, 'utf16le'), publicKey, Buffer.from(signature, 'base64'));
};
