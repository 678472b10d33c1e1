import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { requiredInteger } from '../parameters.js';
import { nothing } from '../results.js';

export const RevokeToken = defineCommand({
  category: 'auth',
  name: 'RevokeToken',
  title: 'Revokes an access token.',
  description: 'Not part of the vendor’s API. Takes effect within a second. Revoking a revoked token changes nothing.',
  permission: 'ManageTokens',
  scope: 'wholeAccount',
  parameters: z.object({ TokenId: requiredInteger({ min: 1 }).meta({ description: 'The token’s id.' }) }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.tokenNotFound],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { TokenId: 17 }, answer: { result: 0, message: null } },
  needs: ({ TokenId }) => [need.token(TokenId)],
  decide: (state, { TokenId }, { now }) => {
    const token = state.token(TokenId);
    if (token === undefined) return refused(SENTENCES.tokenNotFound);
    if (token.revokedAt !== null) return granted({});
    return granted({}, { writes: [{ kind: 'token', row: { ...token, revokedAt: now } }] });
  },
});
