import { z } from 'zod';
import { decideChangeUser } from '../../domain/people.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { nothing } from '../results.js';
import { optionalRole, personName, userId } from './userParameters.js';

export const ChangeUser = defineCommand({
  category: 'user',
  name: 'ChangeUser',
  number: 102,
  title: 'Changes a person’s name or role.',
  description:
    'Not a method of the vendor. What is not given stays. In force within a second, also for who is signed in. The caller must have all that the earlier and the new role may do. The last owner stays one.',
  permission: 'ManageUsers',
  scope: 'wholeAccount',
  parameters: z.object({
    UserId: userId(),
    Name: personName().meta({ description: 'What to call the person.' }),
    Role: optionalRole().meta({ description: 'What the person may do; see CreateUser.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.userNotFound, SENTENCES.lastOwner],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { UserId: 2, Role: 'analyst' }, answer: { result: 0, message: null } },
  needs: () => [{ users: true }],
  decide: (state, { UserId, Name, Role }, context) =>
    decideChangeUser(state, UserId, { name: Name, role: Role }, context),
});
