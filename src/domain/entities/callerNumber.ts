import type { Caller } from './caller.js';

/**
 * The value of the columns `token_id` of `log_subject` and `object_log`: the id of the token; the negated user id of a person;
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

/** The token id in a stored number; 0: not a token. */
export const tokenIdFrom = (callerNumber: number): number => Math.max(callerNumber, 0);
