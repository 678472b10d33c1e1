import { serverNow } from './serverClock.js';

/**
 * The moment at which a period that ends now ends. All numbers of a page speak of it, and so do the questions that are asked
 * before the page is drawn.
 */

/** Seconds after which another page begins at a moment of its own: what was asked for is asked for again by then too. */
const FRESH = 30;

let moment = 0;

/** The end of the second that is under way, as the end of a period is exclusive: what was done just now belongs to it. */
const endOfNow = (): number => serverNow() + 1;

/** Unix seconds, exclusive: that which questions were asked about a moment ago, or now. */
export const pageMoment = (): number => {
  const now = endOfNow();
  if (now - moment > FRESH || now < moment) moment = now;
  return moment;
};

/** Now, whatever was asked before. */
export const newMoment = (): number => {
  moment = endOfNow();
  return moment;
};
