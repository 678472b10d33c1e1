import type { TokenId } from '../entities/ids.js';
/**
 * The text of a token, shown once and sent with every call: base64 of a JSON array of an id and a secret. The id includes
 * the account, so that a look-up concerns one account only.
 */
export interface TokenText {
  readonly accountId: number;
  readonly tokenId: TokenId;
  readonly secret: string;
}

export const encodeTokenText = ({ accountId, tokenId, secret }: TokenText): string =>
  btoa(JSON.stringify([`${accountId}-${tokenId}`, secret]));

/** null for anything that is not a token of this form. */
export const decodeTokenText = (text: string): TokenText | null => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(atob(text.trim()));
  } catch {
    return null;
  }
  if (!Array.isArray(parsed) || parsed.length !== 2) return null;
  const [id, secret]: unknown[] = parsed;
  if (typeof id !== 'string' || typeof secret !== 'string') return null;
  const match = /^([1-9]\d{0,8})-([1-9]\d{0,8})$/.exec(id);
  return match === null ? null : { accountId: Number(match[1]), tokenId: Number(match[2]), secret };
};
