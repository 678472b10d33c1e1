import type { DecideContext } from '../../domain/batch/decideContext.js';
import type { NewLink } from '../../domain/identity/people.js';
import { linkPath } from '../../engine/administration/people.js';
import { newSecret } from '../../engine/identity/secretText.js';
import { LIMITS } from '../../limits.js';

/** A one-time link that sets a password: the data for the rule, and the path to show. */
export const newLink = (
  accountId: number,
  { randomBytes }: DecideContext,
): { readonly link: NewLink; readonly path: string } => {
  const secret = newSecret(accountId, randomBytes(32));
  return {
    link: { secretHash: secret.hash, lifetime: LIMITS.linkMilliseconds, signsIn: false },
    path: linkPath(secret.text),
  };
};
