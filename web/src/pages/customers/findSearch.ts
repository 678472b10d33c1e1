import { textIn } from '../../searchText.js';

/** The filter of a list that has one text to narrow it by, as the URL has it. */
export interface FindSearch {
  readonly find?: string | undefined;
}

export const readFindSearch = (search: Readonly<Record<string, unknown>>): FindSearch => {
  const find = textIn(search.find);
  return find === undefined ? {} : { find };
};
