import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { userNames } from '../../sql/identity/people.js';
import { defineQuery } from '../define.js';
import { requiredJson } from '../parameters.js';

/** Users that one GetNames call covers: more than 100 rows of the Object Log can name. */
const NAMES_PER_CALL = 100;

export const GetNames = defineQuery({
  category: 'user',
  name: 'GetNames',
  title: 'Returns the names of users by their ids in the Object Log.',
  description:
    'Not part of the vendor’s API. Removed users are included; unknown ids are left out. The permission is that of the Object Log, whose rows have these ids.',
  permission: 'GetObjectLog',
  scope: 'wholeAccount',
  parameters: z.object({
    UserIds: requiredJson(z.array(z.int().min(1).max(LIMITS.int32)).max(NAMES_PER_CALL)).meta({
      description: `Ids as a JSON array, at most ${NAMES_PER_CALL}.`,
    }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: z.strictObject({
    users: z.array(z.strictObject({ id: z.int(), name: z.string(), removed: z.boolean() })),
  }),
  example: {
    request: { UserIds: '[1,2]' },
    answer: { users: [{ id: 1, name: 'Ann', removed: false }], result: 0, message: null },
  },
  handle: async ({ accountId, run }, { UserIds }) => {
    const rows = await run(userNames(accountId, UserIds));
    return granted({ users: rows.map(({ user_id: id, name, removed }) => ({ id, name, removed })) });
  },
});
