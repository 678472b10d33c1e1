import { idIn, textIn } from '../../searchText.js';

/** The filters of the events, as the URL has them. */
export interface EventsSearch {
  readonly product?: number | undefined;
  readonly feature?: string | undefined;
  readonly event?: string | undefined;
}

export const readEventsSearch = (search: Readonly<Record<string, unknown>>): EventsSearch => {
  const product = idIn(search.product);
  const feature = textIn(search.feature);
  const event = textIn(search.event);
  return {
    ...(product !== undefined && { product }),
    ...(feature !== undefined && { feature }),
    ...(event !== undefined && { event }),
  };
};
