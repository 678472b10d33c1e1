import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { readSeatHolderPage } from '../../engine/analytics/readSeats.js';
import type { SeatHolderRow } from '../../sql/analytics/readSeats.js';
import { kindFromPlace } from '../../sql/analytics/seatStretches.js';
import { defineQuery } from '../define.js';
import { cursor, optionalId, pageLimit } from '../parameters.js';
import { refuseReadFaults } from './readFaults.js';
import { findSeatOwner, seatSubject } from './seatScope.js';

/** Unix seconds; as milliseconds still an exact number. */
const LATEST = 8_640_000_000_000;

export const GetSeatHolders = defineQuery({
  category: 'ai',
  name: 'GetSeatHolders',
  title: 'Returns which machines held a seat of a key, or of a product’s keys, at a moment.',
  description:
    'Seats are counted as in GetSeatUsage, from the log alone, so any past moment can be asked for. A future moment shows the seats that will still be held then without further requests. Rows are in the order of their ids. The friendly name is the one sent when the seat was taken.',
  permission: 'UsageAnalytics',
  scope: 'filter',
  parameters: z.object({
    ...seatSubject,
    Time: optionalId(LATEST).meta({ description: 'The moment, Unix seconds. Default: now.' }),
    Limit: pageLimit(100, 1000).meta({ description: 'How many rows, at most 1000.' }),
    StartingAfter: cursor().meta({ description: 'Rows with a greater id.' }),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.productNotFound,
    SENTENCES.keyNotFound,
    SENTENCES.errorOccured,
  ],
  states: [],
  refusal: null,
  result: z.strictObject({
    holders: z.array(
      z.strictObject({
        id: z.int().meta({ description: 'The id of the log row that took the seat.' }),
        productId: z.int(),
        keyId: z.int(),
        key: z.string().meta({ description: 'Empty if the key is deleted.' }),
        machineCode: z.string().meta({ description: 'As it was sent.' }),
        friendlyName: z.string(),
        floating: z.boolean(),
        overdraft: z.boolean().meta({ description: 'A floating seat beyond the limit.' }),
        since: z.int().meta({ description: 'Unix seconds.' }),
        until: z.int().nullable().meta({
          description:
            'Unix seconds: when the seat was released or the lease expires. null: still held, without an end.',
        }),
      }),
    ),
  }),
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', Time: 1767261905 },
    answer: {
      holders: [
        {
          id: 91815,
          productId: 3349,
          keyId: 880,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          machineCode: 'ws-02',
          friendlyName: 'Desk 2',
          floating: true,
          overdraft: false,
          since: 1767261900,
          until: 1767265500,
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const { Time, Limit, StartingAfter } = parameters;
    return refuseReadFaults(async () => {
      const owner = await findSeatOwner(access, caller, parameters);
      if (typeof owner === 'string') return refused(owner);
      if (owner === null) return granted({ holders: [] });
      const time = Time === undefined ? access.now : Time * 1000;
      const rows = await readSeatHolderPage(access.run, access.accountId, owner, {
        time,
        afterId: StartingAfter ?? 0,
        limit: Limit,
      });
      return granted({ holders: rows.map(present) });
    });
  },
});

const present = (row: SeatHolderRow) => {
  const kind = kindFromPlace(row.kind);
  return {
    id: row.id,
    productId: row.product_id,
    keyId: row.license_id,
    key: row.key ?? '',
    machineCode: row.machine_code,
    friendlyName: row.friendly_name,
    floating: kind !== 'nodeLocked',
    overdraft: kind === 'overdraft',
    since: unixSeconds(row.held_since),
    until: row.until === null ? null : unixSeconds(row.until),
  };
};
