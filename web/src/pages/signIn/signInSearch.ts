import { textIn } from '../../searchText.js';

export interface SignInSearch {
  /** Where the reader wanted to go: a path of this server. */
  readonly next?: string | undefined;
}

export const readSignInSearch = (search: Readonly<Record<string, unknown>>): SignInSearch => {
  const next = textIn(search.next);
  // "//elsewhere" would be another server.
  return next === undefined || !/^\/(?![/\\])/.test(next) ? {} : { next };
};
