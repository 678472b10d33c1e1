import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { decideChangeUser } from '../../domain/identity/people.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { nothing } from '../results.js';
import { optionalEmail, optionalRole, personName, userId } from './userParameters.js';

export const ChangeUser = defineCommand({
  category: 'user',
  name: 'ChangeUser',
  title: 'Changes a person’s name, e-mail address or role.',
  description:
    'Not a method of the vendor. What is not given stays. In force within a second, also for who is signed in. The caller must have all that the earlier and the new role may do. The last owner stays one. With another e-mail address the person signs in by that from then on, with the same password; it must not be anybody else’s, over all accounts of the server.',
  permission: 'ManageUsers',
  scope: 'wholeAccount',
  parameters: z.object({
    UserId: userId(),
    Name: personName().meta({ description: 'What to call the person.' }),
    Email: optionalEmail().meta({ description: 'The address to sign in with, in any case of letters.' }),
    Role: optionalRole().meta({ description: 'What the person may do; see CreateUser.' }),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.userNotFound,
    SENTENCES.emailIncorrect,
    SENTENCES.emailTaken,
    SENTENCES.lastOwner,
  ],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { UserId: 2, Role: 'analyst' }, answer: { result: 0, message: null } },
  needs: ({ Email }) => [need.users(), ...(Email === undefined ? [] : [need.userEmail(Email)])],
  decide: (state, { UserId, Name, Email, Role }, context) =>
    decideChangeUser(state, UserId, { name: Name, email: Email, role: Role }, context),
});
