/**
 * The server's clock. Rows bear its time, and a reader's own clock may be minutes off: a period that ended "now" by that one
 * would hide what was done just before.
 */

/** How many seconds the server is ahead of this machine. */
let ahead = 0;

/** Takes the time from an answer's header Date. */
export const setServerClock = (date: string | null): void => {
  const server = Date.parse(date ?? '') / 1000;
  if (!Number.isNaN(server)) ahead = Math.ceil(server - Date.now() / 1000);
};

/** Unix seconds: the second that the server was in when it answered last, and those that have passed since. */
export const serverNow = (): number => Math.floor(Date.now() / 1000) + ahead;
