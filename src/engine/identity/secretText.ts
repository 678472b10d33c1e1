import { createHmac, randomBytes } from 'node:crypto';
import { hashSecret } from './tokens.js';

/** The secret of a session or a one-time link: its text names the account, so that a look-up needs only that account. */
export interface Secret {
  readonly accountId: number;
  /** SHA-256 of the secret, which is what the database stores. */
  readonly hash: Uint8Array;
  /** `1-k3v…`: shown once. */
  readonly text: string;
}

export const newSecret = (accountId: number, bytes: Uint8Array = randomBytes(32)): Secret => {
  const text = `${accountId}-${Buffer.from(bytes).toString('base64url')}`;
  return { accountId, text, hash: hashSecret(text) };
};

/** null for any other text. */
export const readSecret = (text: string): Secret | null => {
  const account = /^([1-9]\d{0,8})-[\w-]{43}$/.exec(text)?.[1];
  return account === undefined ? null : { accountId: Number(account), text, hash: hashSecret(text) };
};

/** The CSRF token that a page sends with the cookie, to prove that it can read this server's answers. Derived from the session. */
export const csrfOf = (sessionText: string): string =>
  createHmac('sha256', sessionText).update('csrf').digest('base64url');
