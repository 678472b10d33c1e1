import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { isoWithoutZone } from '../../domain/time/time.js';
import type { LoadsObjects } from '../../engine/access.js';
import type { LogReader } from '../../engine/log/logValues.js';
import type { ExtLogRow } from '../../sql/log/readExtLog.js';
import { instant, integer, optionalId } from '../parameters.js';
import { defineExtQuery } from './define.js';
import { accountId, privateKey } from './identity.js';
import { idRange, type LogOf, type LogRange, logPages } from './logPages.js';
import { logTexts } from './logTexts.js';

const DEFAULT_RANGE = 30;

const typeOfLog = z
  .preprocess(
    (raw) => (typeof raw === 'string' ? raw.trim().toLowerCase() : raw),
    z.enum(['user', 'product', 'key'], SENTENCES.noTypeOfAction),
  )
  .meta({ description: '`user`, `product` or `key`, case-insensitive: what the log is about.' });

const keyId = z.int().meta({ description: 'The key id; 0: no such key.' });

const keyLog = z.strictObject({
  IP: z.string().meta({ description: 'The caller’s full address; empty if there was none or it was erased.' }),
  Time: z.string().meta({ description: 'ISO date and time without zone, UTC.' }),
  State: z.int(),
});
const productLog = z.strictObject({ Key: keyId, ...keyLog.shape });
const userLog = z.strictObject({ Pid: z.int(), ...productLog.shape });

export const WebAPILog = defineExtQuery({
  name: 'WebAPILog',
  title: 'Reads the Web API log, newest first.',
  description:
    'For old programs; new ones should use GetWebAPILog. Must be enabled for the account. Long answers are streamed; an error in the middle breaks the connection, so that the client notices an incomplete answer.',
  identity: { account: 'uid' },
  owner: true,
  stranger: SENTENCES.logsDisabled,
  admit: (account) => {
    if (!account.webApiLog) return SENTENCES.logsDisabled;
    return account.planLogs ? null : SENTENCES.subscriptionLevel;
  },
  parameters: z.object({
    uid: accountId(),
    typeOfLog,
    id: optionalId().meta({
      description: 'The product id or the key id (not the key string). Required for `product` and `key`.',
    }),
    privateKey: privateKey(),
    range: integer(DEFAULT_RANGE, { min: 0 }).meta({ description: 'How many rows to return; 0: all.' }),
    fromdate: instant().meta({ description: 'Rows since this time: ISO date or date-time, UTC, inclusive.' }),
    todate: instant().meta({
      description: 'Rows up to this time: ISO date (its midnight) or date-time, UTC, inclusive.',
    }),
  }),
  errors: [SENTENCES.logsDisabled, SENTENCES.subscriptionLevel, SENTENCES.noTypeOfAction, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: z.union([
    z.array(userLog).meta({ description: 'For `user`, a UserLog.' }),
    z.array(productLog).meta({ description: 'For `product`, a ProductLog.' }),
    z.array(keyLog).meta({ description: 'For `key`, a KeyLog.' }),
  ]),
  example: {
    request: { uid: 1, typeOfLog: 'user', privateKey: 'x1y2…', range: 2 },
    answer: [
      { Pid: 3349, Key: 0, IP: '198.51.100.7', Time: '2026-01-01T00:03:20.153', State: 1020 },
      { Pid: 3349, Key: 880, IP: '198.51.100.7', Time: '2026-01-01T00:00:00', State: 2012 },
    ],
  },
  handle: async (access, { typeOfLog: of, id, range, fromdate, todate }) => {
    if (of !== 'user' && id === undefined) return refused(SENTENCES.inputIncorrect);
    const wanted = { fromTime: fromdate, toTime: todate, rows: range };
    if (of === 'user') return { texts: wholeLog(access, wanted) };
    const about = await logOf(access, of, id ?? 0);
    if (about === null) return { body: [] };
    return { texts: shaped(logPages(access, about, wanted), SHAPES[of]) };
  },
});

/** Ids have no gaps, so the number of rows says where they begin. */
async function* wholeLog(access: LogReader, wanted: LogRange): AsyncGenerator<string> {
  const { from, to } = await idRange(access, wanted);
  yield* logTexts(access, wanted.rows === 0 ? from : Math.max(from, to - wanted.rows + 1), to);
}

/** null: no such product; an unknown key has no rows. */
const logOf = async (access: LoadsObjects, of: 'product' | 'key', id: number): Promise<LogOf | null> => {
  if (of === 'key') return { of, licenseId: id };
  // Refused requests may have named products that do not exist.
  const state = await access.load([need.product(id)]);
  return state.product(id) === undefined ? null : { of, productId: id };
};

const keyShape = (row: ExtLogRow) => ({ IP: row.address, Time: isoWithoutZone(row.time), State: row.state });
const productShape = (row: ExtLogRow) => ({ Key: row.license_id, ...keyShape(row) });

const SHAPES = { key: keyShape, product: productShape } as const;

async function* shaped(
  pages: AsyncIterable<readonly ExtLogRow[]>,
  shape: (row: ExtLogRow) => object,
): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => JSON.stringify(shape(row))).join(',');
}
