import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted } from '../../domain/batch/outcome.js';
import { decideCreateUser } from '../../domain/identity/people.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineCommand } from '../define.js';
import { newLink } from './newLink.js';
import { EXAMPLE_LINK, email, linkResult, personName, role } from './userParameters.js';

export const CreateUser = defineCommand({
  category: 'user',
  name: 'CreateUser',
  title: 'Creates a dashboard user and a one-time link to set the password.',
  description:
    'Not part of the vendor’s API. The e-mail address must be unique over all accounts of the server. The caller must have all permissions of the role: `owner` everything, `support` everything about licences, customers and data objects except deleting keys, `analyst` everything that only reads.',
  permission: 'ManageUsers',
  scope: 'wholeAccount',
  parameters: z.object({
    Email: email().meta({ description: 'The address to sign in with, case-insensitive.' }),
    Name: personName().meta({ description: 'The user’s name. Default: the e-mail address.' }),
    Role: role().meta({ description: 'The user’s role.' }),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.emailIncorrect,
    SENTENCES.emailTaken,
    SENTENCES.userLimit,
  ],
  states: [],
  refusal: null,
  result: z.strictObject({ userId: z.int(), link: linkResult }),
  example: {
    request: { Email: 'bob@example.com', Name: 'Bob', Role: 'support' },
    answer: { userId: 2, link: EXAMPLE_LINK, result: 0, message: null },
  },
  needs: ({ Email }) => [need.users(), need.userEmail(Email)],
  decide: (state, { Email, Name, Role }, context) => {
    const { link, path } = newLink(state.account().accountId, context);
    const user = { email: Email, name: Name ?? Email.slice(0, LIMITS.nameChars), role: Role };
    const outcome = decideCreateUser(state, user, link, LIMITS.usersPerAccount, context);
    return outcome.granted
      ? granted({ userId: outcome.result.userId, link: path }, { writes: outcome.writes })
      : outcome;
  },
});
