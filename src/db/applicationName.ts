/** What every connection of this program calls itself, so that one can tell whether another process uses the database. */
export const APPLICATION_NAME = 'keyledger';
