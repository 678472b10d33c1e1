/** `application_name` of every connection, so that another process that uses the database can be found. */
export const APPLICATION_NAME = 'keyledger';
