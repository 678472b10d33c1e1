import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { ROLES } from '../../domain/entities/roles.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { type ListedUser, listPeople } from '../../engine/administration/people.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';

export const GetUsers = defineQuery({
  category: 'user',
  name: 'GetUsers',
  title: 'Lists the users of the dashboard.',
  description: `Not part of the vendor’s API. In order of id; an account has at most ${LIMITS.usersPerAccount}.`,
  permission: 'ManageUsers',
  scope: 'wholeAccount',
  parameters: z.object({}),
  errors: [SENTENCES.accessDenied],
  states: [],
  refusal: null,
  result: z.strictObject({
    users: z.array(
      z.strictObject({
        id: z.int().meta({ description: 'As in the Object Log.' }),
        email: z.string().nullable().meta({ description: 'null: the first owner has not set a password yet.' }),
        name: z.string(),
        role: z.enum(ROLES),
        created: z.int().meta({ description: 'Unix seconds.' }),
        lastSignIn: z
          .int()
          .nullable()
          .meta({ description: 'Unix seconds of the last sign-in with the password. null: never.' }),
        hasPassword: z.boolean(),
      }),
    ),
  }),
  example: {
    request: {},
    answer: {
      users: [
        {
          id: 1,
          email: 'ann@example.com',
          name: 'Ann',
          role: 'owner',
          created: 1767225600,
          lastSignIn: 1767261905,
          hasPassword: true,
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async (access) => granted({ users: (await listPeople(access)).map(present) }),
});

const present = ({ user, lastSignIn }: ListedUser) => ({
  id: user.userId,
  email: user.email,
  name: user.name,
  role: user.role,
  created: unixSeconds(user.created),
  lastSignIn: lastSignIn === null ? null : unixSeconds(lastSignIn),
  hasPassword: user.passwordSet !== null,
});
