/**
 * The columns of web_api_log after the account, each with its type. Statements that append, copy and read rows are built from
 * this table.
 */
export const LOG_COLUMNS = {
  id: 'bigint',
  time: 'bigint',
  subject_no: 'int',
  device_no: 'int',
  address_no: 'int',
  state: 'smallint',
  method: 'smallint',
  detail: 'text',
} as const;

export type LogColumn = keyof typeof LOG_COLUMNS;

export const LOG_COLUMN_NAMES = Object.keys(LOG_COLUMNS) as readonly LogColumn[];

/** A row of the log. The values of its numbers are in the side tables. */
export type StoredLogRow = {
  readonly [Column in LogColumn]: (typeof LOG_COLUMNS)[Column] extends 'text' ? string : number;
};
