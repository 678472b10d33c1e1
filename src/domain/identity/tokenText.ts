import type { TokenId } from '../entities/ids.js';
/**
 * The text of a token, shown once and sent with every call: base64 of a JSON array of the token's number and a secret. The
 * number stands alone, because clients read it as an integer; the secret's text begins with the account, so that a look-up
 * concerns one account only. Earlier texts have the account before the number, and stay valid.
 */
export interface TokenText {
  readonly accountId: number;
  readonly tokenId: TokenId;
  readonly secret: string;
}

export const encodeTokenText = ({ accountId, tokenId, secret }: TokenText): string =>
  btoa(JSON.stringify([String(tokenId), `${accountId}-${secret}`]));

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
  const earlier = /^([1-9]\d{0,8})-([1-9]\d{0,8})$/.exec(id);
  if (earlier !== null) return { accountId: Number(earlier[1]), tokenId: Number(earlier[2]), secret };
  const [, accountId, own] = /^([1-9]\d{0,8})-(.+)$/.exec(secret) ?? [];
  if (own === undefined || !/^[1-9]\d{0,8}$/.test(id)) return null;
  return { accountId: Number(accountId), tokenId: Number(id), secret: own };
};
