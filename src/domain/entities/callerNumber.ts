import type { Caller } from './caller.js';

/**
 * What the columns `token_id` of `log_subject` and `object_log` hold: the id of the token; the user id of a person, negated;
 * 0 for the shell and Web API 2. Imported rows have 0 too.
 */
export const callerNumberOf = (caller: Caller): number => {
  switch (caller.kind) {
    case 'token':
      return caller.token.tokenId;
    case 'person':
      return -caller.userId;
    case 'shell':
    case 'legacy':
      return 0;
    default:
      return caller satisfies never;
  }
};

/** The token that a stored number stands for; 0: none. */
export const tokenIdFrom = (callerNumber: number): number => Math.max(callerNumber, 0);
