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
  title: 'Makes a person who may sign in to the dashboard, and a link to set the password.',
  description:
    'Not a method of the vendor. An e-mail address is one person’s, over all accounts of the server. The caller must have all that the role may do: `owner` everything, `support` everything about licences, customers and data objects except deleting keys, `analyst` what reads.',
  permission: 'ManageUsers',
  scope: 'wholeAccount',
  parameters: z.object({
    Email: email().meta({ description: 'The address to sign in with, in any case of letters.' }),
    Name: personName().meta({ description: 'What to call the person; the e-mail address if not given.' }),
    Role: role().meta({ description: 'What the person may do.' }),
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
    const made = decideCreateUser(state, user, link, LIMITS.usersPerAccount, context);
    return made.granted ? granted({ userId: made.result.userId, link: path }, { writes: made.writes }) : made;
  },
});
