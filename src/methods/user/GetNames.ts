import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { userNames } from '../../sql/identity/people.js';
import { defineQuery } from '../define.js';
import { requiredJson } from '../parameters.js';

/** People whose names one call of GetNames tells: more than are in 100 rows of the Object Log. */
const NAMES_PER_CALL = 100;

export const GetNames = defineQuery({
  category: 'user',
  name: 'GetNames',
  title: 'Returns the names of people, for the ids that the Object Log has.',
  description:
    'Not a method of the vendor. People who were removed keep their name here. An id of nobody is left out. Whoever may read the Object Log may know whom it is about.',
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
