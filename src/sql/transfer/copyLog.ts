import { LOG_COLUMN_NAMES, type StoredLogRow } from '../log/logColumns.js';

/** Log rows by COPY: many at once, under the log head's lock like any others. */

export const COPY_LOG_ROWS = `copy web_api_log (account_id, ${LOG_COLUMN_NAMES.join(', ')}) from stdin`;

/** A row in COPY's text format: columns separated by tabs, with separators in values escaped. */
export const copiedLogRow = (accountId: number, row: StoredLogRow): string => {
  let line = `${accountId}`;
  for (const column of LOG_COLUMN_NAMES) {
    const value = row[column];
    line += typeof value === 'string' && value !== '' ? `\t${value.replace(/[\\\t\n\r]/g, escaped)}` : `\t${value}`;
  }
  return `${line}\n`;
};

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (character: string): string => ESCAPES[character] ?? character;
