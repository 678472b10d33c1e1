import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { nameOfMethod } from '../../domain/log/methodNumbers.js';
import { shownLogRow } from '../../domain/log/webApiLog.js';
import { SENTENCES } from '../../domain/sentences.js';
import { type LogRowStory, readLogRow } from '../../engine/analytics/readLogRow.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { requiredInteger } from '../parameters.js';
import { webApiLogObject } from '../results.js';
import { logFiltersOf, logKey } from './logFilters.js';
import { refuseReadFaults } from './readFaults.js';

const NOT_KNOWN = 'unknown: an imported row, or one from the command line';

const exampleRow = {
  id: 91815,
  productId: 3349,
  key: 'GEBNC-WZZJD-VJIHG-GCMVD',
  ip: '203.0.113.0',
  time: 1767225600,
  state: 2024,
  machineCode: 'ws-02',
  friendlyName: '',
  floatingExpires: 0,
  doIntValue: 0,
  doId: 0,
};

export const GetLogRow = defineQuery({
  category: 'ai',
  name: 'GetLogRow',
  title: 'Returns one row of the Web API Log with all its details and neighbouring rows.',
  description: `\`before\` and \`after\` are the nearest rows of the same key or the same machine code, up to ${LIMITS.logRowNeighbours} each, oldest first. \`seats\` are the key’s seats just after the row, floating ones if the request was about a lease and node-locked ones otherwise; null if the row names no existing key, or for a second or two until the row is folded into usage analytics. \`row\` is null if the token may not see a row with this id or there is none. Names are the current ones; removed customers and tokens have none.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    Id: requiredInteger({ min: 1, max: Number.MAX_SAFE_INTEGER }).meta({ description: 'The id of the log row.' }),
    ProductId: logKey.ProductId.meta({ description: 'The row must be about this product.' }),
    Key: logKey.Key.meta({ description: 'The row must be about this key string; requires ProductId.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    row: webApiLogObject
      .omit({ isAnomaly: true, anomalyProperties: true })
      .extend({
        method: z.int().meta({ description: `The number of the method that was called; 0: ${NOT_KNOWN}.` }),
        methodName: z
          .string()
          .nullable()
          .meta({ description: 'The method’s name; those of Web API 2 begin with `Ext/`.' }),
        keyId: z.int().meta({ description: 'The id of the key, even if it is deleted; 0: no such key.' }),
        seatLimit: z.int().meta({ description: 'MaxNoOfMachines at the time of the request.' }),
        customerId: z.int().meta({ description: 'The key’s customer at the time of the request; 0: none.' }),
        customerName: z.string().nullable(),
        companyName: z.string().nullable(),
        tokenId: z.int().meta({ description: `The token that was used; 0: ${NOT_KNOWN}.` }),
        tokenName: z.string().nullable(),
        country: z.string().meta({ description: 'ISO 3166 alpha-2, looked up when the row was written; "": unknown.' }),
        floatingInterval: z.int().meta({ description: 'The requested lease duration in seconds; 0: no lease.' }),
        sourceId: z.int().nullable().meta({ description: 'The id that an imported row had in its source.' }),
      })
      .nullable(),
    before: z.array(webApiLogObject),
    after: z.array(webApiLogObject),
    seats: z
      .strictObject({
        floating: z.boolean(),
        held: z.int(),
        limit: z.int().meta({ description: '0 or less: machines are not locked.' }),
      })
      .nullable(),
  }),
  example: {
    request: { Id: 91815 },
    answer: {
      row: {
        ...exampleRow,
        method: 1,
        methodName: 'Activate',
        keyId: 880,
        seatLimit: 5,
        customerId: 7,
        customerName: 'Bob',
        companyName: null,
        tokenId: 3,
        tokenName: 'app',
        country: 'SE',
        floatingInterval: 300,
        sourceId: null,
      },
      before: [{ ...exampleRow, id: 91790, time: 1767225500, state: 2014, floatingExpires: 1767225800 }],
      after: [],
      seats: { floating: true, held: 5, limit: 5 },
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const visible = logFiltersOf(parameters, caller);
    if (visible === null) return refused(SENTENCES.inputIncorrect);
    return refuseReadFaults(async () => {
      const story = await readLogRow(access, parameters.Id, visible);
      return granted(story === null ? NOTHING : present(story));
    });
  },
});

const NOTHING = { row: null, before: [], after: [], seats: null };

const present = ({ row, details, sourceId, before, after, held }: LogRowStory) => ({
  row: {
    ...shownLogRow(row),
    method: details.method,
    methodName: nameOfMethod(details.method),
    keyId: details.license_id,
    seatLimit: details.seat_limit,
    customerId: details.customer_id,
    customerName: details.customer_name,
    companyName: details.company_name,
    tokenId: details.token_id,
    tokenName: details.token_name,
    country: details.country,
    floatingInterval: row.floatingInterval,
    sourceId,
  },
  before: before.map(shownLogRow),
  after: after.map(shownLogRow),
  seats: held === null ? null : { floating: held.floating, held: held.seats, limit: details.seat_limit },
});
