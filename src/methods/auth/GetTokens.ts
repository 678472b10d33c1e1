import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { LIMITS } from '../../limits.js';
import { type ListedTokenRow, listTokens } from '../../sql/identity/accounts.js';
import { defineQuery } from '../define.js';
import { optionalId, pageLimit } from '../parameters.js';

const lock = (meaning: string) => z.int().meta({ description: `${meaning}; 0: none.` });
const moment = (meaning: string) =>
  z
    .int()
    .nullable()
    .meta({ description: `Unix seconds. null: ${meaning}.` });

export const GetTokens = defineQuery({
  category: 'auth',
  name: 'GetTokens',
  title: 'Lists access tokens, newest first, without the tokens themselves.',
  description:
    'Not part of the vendor’s API. Revoked and expired tokens are included, and tokens created by KeyLock until they are removed.',
  permission: 'ManageTokens',
  scope: 'wholeAccount',
  parameters: z.object({
    Limit: pageLimit(LIMITS.tokensListed, LIMITS.tokensListed).meta({
      description: `How many, at most ${LIMITS.tokensListed}.`,
    }),
    EndingBefore: optionalId().meta({ description: 'Tokens with a smaller id.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: z.strictObject({
    tokens: z.array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        userId: z.int().meta({ description: 'Who created it.' }),
        permissions: z.union([z.literal('all'), z.array(z.string())]),
        productLock: lock('The only product it works for'),
        keyLock: lock('The GlobalId of the only key it works for, or below 0: calls must name a key'),
        featureLock: lock('Its meaning depends on the method'),
        created: z.int().meta({ description: 'Unix seconds.' }),
        expires: moment('never'),
        revoked: moment('not revoked'),
        lastUsed: moment('never, as far as known').meta({
          description: 'Unix seconds, to the hour or so. null: never.',
        }),
      }),
    ),
  }),
  example: {
    request: { Limit: 1 },
    answer: {
      tokens: [
        {
          id: 17,
          name: 'app',
          userId: 1,
          permissions: ['Activate', 'GetKey'],
          productLock: 3349,
          keyLock: 0,
          featureLock: 0,
          created: 1767225600,
          expires: null,
          revoked: null,
          lastUsed: 1767261600,
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async ({ accountId, run }, { Limit, EndingBefore }) => {
    const rows = await run(listTokens(accountId, EndingBefore ?? LIMITS.int32, Limit));
    return granted({ tokens: rows.map(present) });
  },
});

const secondsOrNull = (time: number | null): number | null => (time === null ? null : unixSeconds(time));

const present = (row: ListedTokenRow) => ({
  id: row.token_id,
  name: row.name,
  userId: row.user_id,
  permissions: row.permissions,
  productLock: row.product_lock,
  keyLock: row.key_lock,
  featureLock: row.feature_lock,
  created: unixSeconds(row.created),
  expires: secondsOrNull(row.expires),
  revoked: secondsOrNull(row.revoked_at),
  lastUsed: secondsOrNull(row.last_used),
});
