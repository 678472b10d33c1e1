import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { tokenIdFrom } from '../../domain/entities/callerNumber.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { type ChangeRow, changeBounds, readChanges } from '../../sql/log/readChanges.js';
import { defineQuery } from '../define.js';
import { cursor, optionalId, optionalInteger, pageLimit } from '../parameters.js';
import { refuseReadFaults } from './readFaults.js';

/** Rows of the Object Log that one GetChanges call scans at most: about 0.1 s. */
const SCANNED_CHANGES = 65_536;

export const GetChanges = defineQuery({
  category: 'ai',
  name: 'GetChanges',
  title: 'Returns rows of the Object Log, newest first, with the names of users, tokens and objects.',
  description: `Not a method of the vendor: GetObjectLog returns the same rows oldest first. One call scans at most ${SCANNED_CHANGES.toLocaleString('en')} rows; if fewer than \`Limit\` of them match, \`next\` says where to continue. The log covers the whole account, so a token with a product or key lock may not read it.`,
  permission: 'GetObjectLog',
  scope: 'wholeAccount',
  parameters: z.object({
    Limit: pageLimit(10, 100).meta({ description: 'How many rows, at most 100.' }),
    EndingBefore: cursor().meta({ description: 'Rows with a smaller id.' }),
    ResourceType: optionalInteger({ min: 0, max: 6 }).meta({
      description:
        'Rows about one kind of object: 0 token, user or account, 1 customer, 3 licence, 5 product, 6 data object.',
    }),
    ObjectId: optionalId().meta({ description: 'Rows about the object with this id; requires ResourceType.' }),
    UserId: optionalId().meta({ description: 'Rows of changes by this user, including those by the user’s tokens.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    changes: z.array(
      z.strictObject({
        id: z.int(),
        created: z.int().meta({ description: 'Unix seconds.' }),
        resourceType: z.int().meta({ description: 'As in GetObjectLog.' }),
        resourceAction: z.int().meta({ description: '0 None, 1 Added, 2 Updated, 3 Deleted.' }),
        objectId: z.int(),
        objectName: z.string().nullable().meta({ description: 'Of a product or customer that still exists.' }),
        productId: z.int().meta({ description: 'Of a licence; otherwise 0.' }),
        key: z.string().meta({ description: 'Of a licence that still exists; otherwise empty.' }),
        userId: z.int(),
        userName: z.string().nullable(),
        tokenId: z.int().meta({ description: '0: no token, but a signed-in user or the command line.' }),
        tokenName: z.string().nullable(),
        data: z
          .string()
          .meta({ description: 'JSON: the object when added or deleted, otherwise {"field": [old, new]}.' }),
      }),
    ),
    next: z.int().nullable().meta({ description: 'EndingBefore of the next call; null: no more rows.' }),
  }),
  example: {
    request: { EndingBefore: 13, Limit: 1 },
    answer: {
      changes: [
        {
          id: 12,
          created: 1767225600,
          resourceType: 3,
          resourceAction: 2,
          objectId: 880,
          objectName: null,
          productId: 3349,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          userId: 1,
          userName: 'Ann',
          tokenId: 0,
          tokenName: null,
          data: '{"notes":["","renewed"]}',
        },
      ],
      next: 12,
      result: 0,
      message: null,
    },
  },
  handle: async ({ run, accountId }, { Limit, EndingBefore, ResourceType, ObjectId, UserId }) => {
    if (ObjectId !== undefined && ResourceType === undefined) return refused(SENTENCES.inputIncorrect);
    return refuseReadFaults(async () => {
      const [bounds] = await run(changeBounds(accountId));
      const { first_id: oldest, last_id: newest } = bounds ?? { first_id: 0, last_id: 0 };
      const before = Math.min(EndingBefore ?? newest + 1, newest + 1);
      const first = Math.max(before - SCANNED_CHANGES, oldest);
      const rows = await run(
        readChanges(accountId, {
          firstId: first,
          beforeId: before,
          resourceType: ResourceType ?? null,
          objectId: ObjectId ?? null,
          userId: UserId ?? null,
          limit: Limit,
        }),
      );
      const reached = rows.length < Limit ? first : (rows.at(-1)?.id ?? first);
      return granted({ changes: rows.map(present), next: reached > oldest ? reached : null });
    });
  },
});

const present = (row: ChangeRow) => ({
  id: row.id,
  created: unixSeconds(row.time),
  resourceType: row.resource_type,
  resourceAction: row.resource_action,
  objectId: row.object_id,
  objectName: row.object_name,
  productId: row.product_id ?? 0,
  key: row.key ?? '',
  userId: row.user_id,
  userName: row.user_name,
  tokenId: tokenIdFrom(row.token_id),
  tokenName: row.token_name,
  data: row.data,
});
