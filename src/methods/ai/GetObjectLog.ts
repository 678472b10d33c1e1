import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { type ObjectLogRow, readObjectLog } from '../../sql/log/readEvents.js';
import { defineQuery } from '../define.js';
import { cursor, pageLimit } from '../parameters.js';
import { objectLogObject } from '../results.js';
import { refuseReadFaults } from './readFaults.js';

export const GetObjectLog = defineQuery({
  category: 'ai',
  name: 'GetObjectLog',
  title: 'Returns rows of the Object Log: who changed which object, and how.',
  description:
    'Every change of a product, licence, customer, data object, token or setting is a row, written together with the change. Rows are in the order of their ids, oldest first, and are kept for at least 30 days. The log covers the whole account, so a token with a product or key lock may not read it.',
  permission: 'GetObjectLog',
  scope: 'wholeAccount',
  parameters: z.object({
    Limit: pageLimit(10, 100).meta({ description: 'How many rows, at most 100.' }),
    StartingAfter: cursor().meta({ description: 'Rows with a greater id.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({ events: z.array(objectLogObject) }),
  example: {
    request: { StartingAfter: 11, Limit: 1 },
    answer: {
      events: [
        {
          id: 12,
          created: 1767225600,
          resourceType: 3,
          resourceAction: 2,
          affectedObjectId: 880,
          objectOwnerUserId: 1,
          performedByUserId: '1',
          data: '{"notes":["","renewed"]}',
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async ({ run, accountId }, { Limit, StartingAfter }) => {
    return refuseReadFaults(async () => {
      const rows = await run(readObjectLog(accountId, StartingAfter ?? 0, Limit));
      return granted({ events: rows.map((row) => present(row, accountId)) });
    });
  },
});

/** The owner of an account's objects is the user whose id is the account's. */
const present = (row: ObjectLogRow, accountId: number) => ({
  id: row.id,
  created: unixSeconds(row.time),
  resourceType: row.resource_type,
  resourceAction: row.resource_action,
  affectedObjectId: row.object_id,
  objectOwnerUserId: accountId,
  performedByUserId: String(row.user_id),
  data: row.data,
});
