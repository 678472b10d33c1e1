import { z } from 'zod';
import { refused } from '../../domain/batch/outcome.js';
import { shownLogRow } from '../../domain/log/webApiLog.js';
import { SENTENCES } from '../../domain/sentences.js';
import { type LogStep, tailLog } from '../../engine/log/logSteps.js';
import type { AccountReads } from '../../engine/reads.js';
import { LIMITS } from '../../limits.js';
import { lastLogId } from '../../sql/log/logBounds.js';
import { defineStream } from '../define.js';
import { optionalInteger } from '../parameters.js';
import { webApiLogObject } from '../results.js';
import { logFilters, logFiltersOf } from './logFilters.js';

/** Milliseconds after which a client should reconnect. */
const RETRY_MS = 2_000;

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
};

const EVENT_STREAM = 'text/event-stream';

export const TailWebAPILog = defineStream({
  category: 'ai',
  name: 'TailWebAPILog',
  title: 'Streams new rows of the Web API Log as server-sent events.',
  description: `Each event is named \`rows\` and has up to ${LIMITS.streamedRows.toLocaleString('en')} rows as GetWebAPILog shows them, in order of id. Its id is that of the last row examined: a browser that loses the connection sends it when it reconnects (\`Last-Event-ID\`), so no row is missing or sent twice. After ${LIMITS.tailBeatMilliseconds / 1000} seconds without rows a comment with such an id is sent, so that a stream with a rare filter resumes where it was too. Rows of requests to another process on the same database may be delayed by a second.

The stream begins after the row \`StartingAfter\`, or with the rows written from now on; \`Last-Event-ID\` takes precedence. It ends when the token is revoked or expires and when the server stops; a client that receives nothing for ${LIMITS.stalledStreamMilliseconds / 1000} seconds is disconnected. An account may have ${LIMITS.tails.perAccount} streams open, a server process ${LIMITS.tails.perProcess}; further ones are answered with 503.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    ...logFilters,
    // 0 is a valid cursor here: a client that has seen an empty log then misses none of its first rows.
    StartingAfter: optionalInteger({ min: 0, max: Number.MAX_SAFE_INTEGER }).meta({
      description: 'Rows with a greater id; 0: from the first row on. Default: rows from now on.',
    }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: z.strictObject({ logs: z.array(webApiLogObject) }),
  endless: true,
  most: LIMITS.tails,
  contents: {
    [EVENT_STREAM]: {
      description: 'Events named `rows`; the data of each is a JSON object with the list `logs`.',
      example: `event: rows\nid: 91815\ndata: ${JSON.stringify({ logs: [exampleRow] })}\n\n`,
    },
  },
  example: {
    request: { ProductId: 3349, StartingAfter: 91800 },
    answer: { logs: [exampleRow] },
  },
  open: async (access, parameters, { caller, lastEventId, ...reader }) => {
    const filters = logFiltersOf(parameters, caller);
    const seen = readLastEventId(lastEventId);
    if (filters === null || seen === null) return refused(SENTENCES.inputIncorrect);
    const afterId = seen ?? parameters.StartingAfter ?? (await newestId(access));
    return { contentType: EVENT_STREAM, chunks: events(tailLog(access, filters, afterId, reader)) };
  },
});

/** undefined: the client sent none; null: it sent an id that no event had. */
const readLastEventId = (text: string): number | undefined | null => {
  if (text === '') return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
};

const newestId = async ({ run, accountId }: AccountReads): Promise<number> => {
  const [head] = await run(lastLogId(accountId));
  return head?.id ?? 0;
};

async function* events(steps: AsyncIterable<LogStep>): AsyncGenerator<string> {
  let before = `retry: ${RETRY_MS}\n`;
  for await (const { rows, through } of steps) {
    const event = rows.length === 0 ? '' : `event: rows\ndata: ${JSON.stringify({ logs: rows.map(shownLogRow) })}\n`;
    // An id without data fires no event, but the client sends it when it reconnects.
    yield `${before}${event === '' ? ': here\n' : event}id: ${through}\n\n`;
    before = '';
  }
}
