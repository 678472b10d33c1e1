/** Log rows by COPY: many at once, under the log head's lock like any others. */

export const COPY_LOG_ROWS =
  'copy web_api_log (account_id, id, time, subject_no, device_no, address_no, state, method, detail) from stdin';

/** The columns in their order there, and all that they can hold. */
export type CopiedLogRow = readonly [
  accountId: number,
  id: number,
  time: number,
  subjectNo: number,
  deviceNo: number,
  addressNo: number,
  state: number,
  method: number,
  detail: string,
];

/** A row in COPY's text format: columns between tabs, and what could be mistaken for a border escaped. */
export const copiedLogRow = (row: CopiedLogRow): string => {
  const [accountId, id, time, subjectNo, deviceNo, addressNo, state, method, detail] = row;
  const text = detail === '' ? '' : detail.replace(/[\\\t\n\r]/g, escaped);
  return `${accountId}\t${id}\t${time}\t${subjectNo}\t${deviceNo}\t${addressNo}\t${state}\t${method}\t${text}\n`;
};

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (character: string): string => ESCAPES[character] ?? character;
