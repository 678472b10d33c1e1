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

/** Concurrency limits of downloads: each one has a statement running most of the time. */
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
  title: 'Downloads all matching rows of the Web API Log as a file, CSV or NDJSON.',
  description: `The rows are those of GetWebAPILog with the same filters, as of the moment of the call. Rows are read while they are sent, no faster than the client receives them, however many there are. An error breaks the connection, so check that your client received the end of the file; so does a token that is revoked or expires. An account may have ${DOWNLOADS.perAccount} downloads at a time, a server process ${DOWNLOADS.perProcess}; further ones are answered with 503.

CSV follows RFC 4180 and begins with a header: ${COLUMNS.join(', ')}. \`time\` is in Unix seconds, \`timeUtc\` the same as ISO text to the millisecond. A text that begins with \`=\`, \`+\`, \`-\`, \`@\`, a tab or a line break gets an apostrophe in front, because callers choose these texts and a spreadsheet would run them as formulas. NDJSON has them unchanged, and distinguishes an empty machine code from none.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    ...logFilters,
    Time: logTime,
    ...logCursors,
    OrderBy: orderBy().meta({
      description: '`Id` or `Time`, optionally followed by `ascending` (the default) or `descending`.',
    }),
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
      description: 'A header, then one line per row.',
      example: csvLine(COLUMNS) + csvLine(COLUMNS.map((column) => exampleRow[column])),
    },
    [NDJSON]: { description: 'One JSON object per line.', example: `${JSON.stringify(exampleRow)}\n` },
  },
  example: { request: { ProductId: 3349, Format: 'csv' }, answer: exampleRow },
  open: async (access, parameters, { caller, isStillGood, ended }) => {
    const filters = logFiltersOf(parameters, caller);
    const { by, descending } = orderOf(parameters);
    // Any other order would need all rows before the first can be sent.
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

/** The token was revoked or expired during the download. */
class NoLongerGood extends Error {}

async function* rowsOf(
  steps: ReturnType<typeof logSteps>,
  { isStillGood, ended }: Pick<StreamContext, 'isStillGood' | 'ended'>,
): AsyncGenerator<readonly WebApiLogRow[]> {
  for await (const { rows } of steps) {
    if (ended.aborted) return;
    if (!(await isStillGood())) throw new NoLongerGood('the token of a download is no longer valid');
    if (rows.length > 0) yield rows;
  }
}

/** Each page as one text, the first one preceded by `head`. */
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
