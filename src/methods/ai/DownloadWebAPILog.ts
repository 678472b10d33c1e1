import { z } from 'zod';
import { refused } from '../../domain/batch/outcome.js';
import { csvLine } from '../../domain/log/csv.js';
import { shownLogRow, type WebApiLogRow } from '../../domain/log/webApiLog.js';
import { SENTENCES } from '../../domain/sentences.js';
import { logSteps } from '../../engine/log/logSteps.js';
import { findRange } from '../../engine/log/resolveLogQuery.js';
import { defineStream, type StreamContext } from '../define.js';
import { named } from '../parameters.js';
import { webApiLogObject } from '../results.js';
import { timeSpan } from '../timeFilter.js';
import { logCursors, logFilters, logFiltersOf, logTime } from './logFilters.js';
import { cursorsOf, orderBy, orderOf } from './orderBy.js';

/** Downloads that one account and one process may have under way: each has a statement running most of the time. */
const DOWNLOADS = { perAccount: 8, perProcess: 16 } as const;

const FORMATS = { csv: 0, ndjson: 1 } as const;

/** The row as GetWebAPILog shows it, and its time to the millisecond. */
const shown = (row: WebApiLogRow) => ({ ...shownLogRow(row), timeUtc: new Date(row.time).toISOString() });

const COLUMNS = [
  ...(['id', 'time', 'timeUtc', 'state', 'productId', 'key', 'machineCode', 'friendlyName', 'ip'] as const),
  ...(['floatingExpires', 'doId', 'doIntValue'] as const),
];

const csvOf = (row: WebApiLogRow): string => {
  const fields = shown(row);
  return csvLine(COLUMNS.map((column) => fields[column]));
};

const ndjsonOf = (row: WebApiLogRow): string => `${JSON.stringify(shown(row))}\n`;

const exampleRow = {
  id: 91815,
  productId: 3349,
  key: 'GEBNC-WZZJD-VJIHG-GCMVD',
  ip: '203.0.113.0',
  time: 1767225600,
  state: 2014,
  machineCode: 'ws-02',
  friendlyName: '',
  floatingExpires: 1767225900,
  doIntValue: 0,
  doId: 0,
  timeUtc: '2026-01-01T00:00:00.153Z',
};

const CSV = 'text/csv; charset=utf-8; header=present';
const NDJSON = 'application/x-ndjson';

export const DownloadWebAPILog = defineStream({
  category: 'ai',
  name: 'DownloadWebAPILog',
  title: 'Sends all rows of the Web API Log that fit, as a file: CSV, or JSON line by line.',
  description: `The rows are those of GetWebAPILog with the same filters, as the log is at the call: however many there are, they are read while they are sent, and no faster than the client takes them. An error on the way breaks the connection off, so that a part does not pass for the whole: check that your client saw the end. So does a token that is no longer good. An account may have ${DOWNLOADS.perAccount} under way, a server ${DOWNLOADS.perProcess}: more are answered with 503.

CSV is that of RFC 4180 with a line of names: ${COLUMNS.join(', ')}. \`time\` is in Unix seconds, \`timeUtc\` the same as ISO text to the millisecond. A text that begins with \`=\`, \`+\`, \`-\`, \`@\`, a tab or a line break has an apostrophe before it, because a spreadsheet would take it for a formula, and callers choose these texts; NDJSON has them as they are, and tells an empty machine code from none.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    ...logFilters,
    Time: logTime,
    ...logCursors,
    OrderBy: orderBy().meta({ description: '`Id` or `Time`, `ascending` (the default) or `descending` after it.' }),
    Format: named(FORMATS, FORMATS.csv).meta({ description: '`csv` (0) or `ndjson` (1).' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: webApiLogObject
    .omit({ isAnomaly: true, anomalyProperties: true })
    .extend({ timeUtc: z.string().meta({ description: 'ISO date and time, UTC, to the millisecond.' }) }),
  endless: false,
  most: DOWNLOADS,
  contents: {
    [CSV]: {
      description: 'A line of names, and a line for each row.',
      example: csvLine(COLUMNS) + csvLine(COLUMNS.map((column) => exampleRow[column])),
    },
    [NDJSON]: { description: 'A JSON object a line.', example: `${JSON.stringify(exampleRow)}\n` },
  },
  example: { request: { ProductId: 3349, Format: 'csv' }, answer: exampleRow },
  open: async (access, parameters, { caller, isStillGood, ended }) => {
    const filters = logFiltersOf(parameters, caller);
    const { by, descending } = orderOf(parameters);
    // Another order would need all rows before the first is sent.
    if (filters === null || (by !== 'id' && by !== 'time')) return refused(SENTENCES.inputIncorrect);
    const range = await findRange(access, {
      time: timeSpan(parameters.Time),
      ...cursorsOf(parameters),
    });
    const steps = logSteps(access, filters, range, descending);
    const pages = rowsOf(steps, { isStillGood, ended });
    const isCsv = parameters.Format === FORMATS.csv;
    const moment = new Date(access.now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    return {
      contentType: isCsv ? CSV : NDJSON,
      fileName: `web-api-log-${moment}.${isCsv ? 'csv' : 'ndjson'}`,
      chunks: isCsv ? texts(pages, csvOf, csvLine(COLUMNS)) : texts(pages, ndjsonOf, ''),
    };
  },
});

/** The token was revoked while its download was under way. */
class NoLongerGood extends Error {}

async function* rowsOf(
  steps: ReturnType<typeof logSteps>,
  { isStillGood, ended }: Pick<StreamContext, 'isStillGood' | 'ended'>,
): AsyncGenerator<readonly WebApiLogRow[]> {
  for await (const { rows } of steps) {
    if (ended.aborted) return;
    if (!(await isStillGood())) throw new NoLongerGood('the token of a download is no longer good');
    if (rows.length > 0) yield rows;
  }
}

/** Each page as one text, `head` before the first. */
async function* texts(
  pages: AsyncIterable<readonly WebApiLogRow[]>,
  textOf: (row: WebApiLogRow) => string,
  head: string,
): AsyncGenerator<string> {
  let before = head;
  for await (const rows of pages) {
    yield before + rows.map(textOf).join('');
    before = '';
  }
  if (before !== '') yield before;
}
