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

/** Milliseconds after which a client should come back. */
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
  title: 'Sends rows of the Web API Log as they come, as server-sent events.',
  description: `Each event is named \`rows\` and has up to ${LIMITS.streamedRows.toLocaleString('en')} rows as GetWebAPILog shows them, in order of id. Its id is that of the last row that was looked at: a browser that loses the connection comes back with it (\`Last-Event-ID\`), and no row is missing or twice. Without rows for ${LIMITS.tailBeatMilliseconds / 1000} seconds there is a comment with such an id, so that a rare filter does not begin anew either. Rows of requests to another process of the same database may take a second.

It begins after the row \`StartingAfter\`, or with the rows that come from now on; \`Last-Event-ID\` wins. It ends when the token is no longer good and when the server stops; a client that takes nothing for ${LIMITS.stalledStreamMilliseconds / 1000} seconds is given up. An account may have ${LIMITS.tails.perAccount} open, a server ${LIMITS.tails.perProcess}: more are answered with 503.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    ...logFilters,
    // 0 is a place like any other here: who has seen an empty log misses nothing of what comes.
    StartingAfter: optionalInteger({ min: 0, max: Number.MAX_SAFE_INTEGER }).meta({
      description: 'Rows with a greater id; 0: from the first row on. Not given: rows from now on.',
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
      description: 'Events `rows`; the data of each is a JSON object with the list `logs`.',
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

/** undefined: the client does not say; null: it says what no event of ours had. */
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
    const told = rows.length === 0 ? '' : `event: rows\ndata: ${JSON.stringify({ logs: rows.map(shownLogRow) })}\n`;
    // An id without data is no event, but what the client says when it comes back.
    yield `${before}${told === '' ? ': here\n' : told}id: ${through}\n\n`;
    before = '';
  }
}
