import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { decideCreateToken } from '../../domain/identity/administration.js';
import { encodeTokenText } from '../../domain/identity/tokenText.js';
import { SENTENCES } from '../../domain/sentences.js';
import { DAY_MS } from '../../domain/time/time.js';
import { hashSecret } from '../../engine/identity/tokens.js';
import { LIMITS } from '../../limits.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress } from '../parameters.js';

export const KeyLock = defineLicenseCommand({
  category: 'auth',
  name: 'KeyLock',
  title: 'Creates a token that works for one key only.',
  description: `The caller’s token must have a key lock below 0 and needs no permission for this. The new token has the same permissions, product lock and feature lock, and the licence’s GlobalId as its key lock. It expires with the caller’s token, and after ${LIMITS.lockedTokenDays} days at the latest; a client then asks for a new one. It is shown here and never again, and is removed ${LIMITS.lapsedTokenDays} days after it expires.`,
  permission: null,
  parameters: z.object({ ...licenseAddress }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [],
  refusal: null,
  result: z.strictObject({
    keyId: z.int().meta({ description: 'The licence’s GlobalId.' }),
    token: z.string().meta({ description: 'The new token.' }),
  }),
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD' },
    answer: { keyId: 15, token: 'WyIxLTciLCJ…', result: 0, message: null },
  },
  decide: ({ license }, state, _parameters, context) => {
    const { caller, now, randomBytes } = context;
    if (caller.kind !== 'token' || caller.token.keyLock >= 0) return refused(SENTENCES.accessDenied);
    const { name, permissions, productLock, featureLock, expires } = caller.token;
    // 30 bytes are 40 base64 characters, the vendor's form.
    const secret = btoa(String.fromCharCode(...randomBytes(30)));
    const outcome = decideCreateToken(
      {
        name,
        permissions,
        productLock,
        keyLock: license.licenseId,
        featureLock,
        expires: Math.min(expires ?? Number.MAX_SAFE_INTEGER, now + LIMITS.lockedTokenDays * DAY_MS),
        secretHash: hashSecret(secret),
      },
      context,
    );
    if (!outcome.granted) return outcome;
    const { accountId } = state.account();
    const token = encodeTokenText({ accountId, tokenId: outcome.result.tokenId, secret });
    return granted({ keyId: license.licenseId, token }, { writes: outcome.writes });
  },
});
