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
  title: 'Changes a user’s name, e-mail address or role.',
  description:
    'Not part of the vendor’s API. Fields that are not given stay unchanged. Takes effect within a second, also for signed-in users. The caller must have all permissions of the old and the new role. The last owner must remain an owner. After a change of e-mail address the user signs in with the new one and the same password; no other user of any account of the server may have that address.',
  permission: 'ManageUsers',
  scope: 'wholeAccount',
  parameters: z.object({
    UserId: userId(),
    Name: personName().meta({ description: 'The user’s name.' }),
    Email: optionalEmail().meta({ description: 'The address to sign in with, case-insensitive.' }),
    Role: optionalRole().meta({ description: 'The user’s role; see CreateUser.' }),
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
