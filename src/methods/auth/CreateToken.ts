import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { scopeOf } from '../../domain/entities/caller.js';
import { decideCreateToken } from '../../domain/identity/administration.js';
import { covers } from '../../domain/identity/coverage.js';
import { encodeTokenText } from '../../domain/identity/tokenText.js';
import { SENTENCES } from '../../domain/sentences.js';
import { hashSecret } from '../../engine/identity/tokens.js';
import { LIMITS } from '../../limits.js';
import { defineCommand } from '../define.js';
import { integer, optionalId, requiredText } from '../parameters.js';
import { permissionList } from './permissionList.js';

/** Unix seconds; as milliseconds still an exact number. */
const LATEST = 8_640_000_000_000;

export const CreateToken = defineCommand({
  category: 'auth',
  name: 'CreateToken',
  title: 'Creates an access token.',
  description:
    'Not part of the vendor’s API. The token is shown here and never again. It cannot have more than the caller: no further permission, no missing lock and no later expiry.',
  permission: 'ManageTokens',
  scope: 'account',
  featureLock: 'A caller with a feature lock can only create tokens with the same one.',
  parameters: z.object({
    Name: requiredText(LIMITS.nameChars).meta({ description: 'A name for the token.' }),
    Permissions: permissionList().meta({ description: '`all`, or names as a JSON array or separated by commas.' }),
    ProductLock: integer(0, { min: 0 }).meta({ description: 'Only this product; 0: not locked to one.' }),
    KeyLock: integer(0).meta({
      description: 'Only the key with this GlobalId; below 0: calls must name a key; 0: not locked to one.',
    }),
    FeatureLock: integer(0).meta({ description: 'Its meaning depends on the method; 0: none.' }),
    Expires: optionalId(LATEST).meta({ description: 'Unix seconds when the token expires. Default: never.' }),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.permissionUnknown,
    SENTENCES.tokenScope,
    SENTENCES.expiresPast,
    SENTENCES.productNotFound,
    SENTENCES.keyNotFound,
  ],
  states: [],
  refusal: null,
  result: z.strictObject({ tokenId: z.int(), token: z.string().meta({ description: 'The new token.' }) }),
  example: {
    request: { Name: 'app', Permissions: '["Activate","Deactivate","GetKey"]', ProductLock: 3349 },
    answer: { tokenId: 17, token: 'WyIxLTciLCJ…', result: 0, message: null },
  },
  needs: ({ ProductLock, KeyLock }) => [
    ...(ProductLock === 0 ? [] : [need.product(ProductLock)]),
    ...(KeyLock > 0 ? [need.license({ licenseId: KeyLock })] : []),
  ],
  decide: (state, parameters, context) => {
    const { ProductLock: productLock, KeyLock: keyLock } = parameters;
    const scope = {
      permissions: parameters.Permissions,
      productLock,
      keyLock,
      featureLock: parameters.FeatureLock,
      expires: parameters.Expires === undefined ? null : parameters.Expires * 1000,
    };
    if (!covers(scopeOf(context.caller), scope)) return refused(SENTENCES.tokenScope);
    if (scope.expires !== null && scope.expires <= context.now) return refused(SENTENCES.expiresPast);
    if (productLock !== 0 && state.product(productLock) === undefined) return refused(SENTENCES.productNotFound);
    const license = keyLock > 0 ? state.licenseById(keyLock) : undefined;
    const isElsewhere = productLock !== 0 && license?.productId !== productLock;
    if (keyLock > 0 && (license === undefined || isElsewhere)) return refused(SENTENCES.keyNotFound);
    // 30 bytes are 40 base64 characters, the vendor's form.
    const secret = btoa(String.fromCharCode(...context.randomBytes(30)));
    const outcome = decideCreateToken({ ...scope, name: parameters.Name, secretHash: hashSecret(secret) }, context);
    if (!outcome.granted) return outcome;
    const { tokenId } = outcome.result;
    const token = encodeTokenText({ accountId: state.account().accountId, tokenId, secret });
    return granted({ tokenId, token }, { writes: outcome.writes });
  },
});
