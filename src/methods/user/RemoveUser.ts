import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { decideRemoveUser } from '../../domain/identity/people.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { nothing } from '../results.js';
import { userId } from './userParameters.js';

export const RemoveUser = defineCommand({
  category: 'user',
  name: 'RemoveUser',
  title: 'Removes a person: all sessions, links and the password go.',
  description:
    'Not a method of the vendor. In force within a second. The Object Log keeps what they did under their id, which nobody gets again; their access tokens stay. The caller must have all that the role may do. The last owner cannot be removed.',
  permission: 'ManageUsers',
  scope: 'wholeAccount',
  parameters: z.object({ UserId: userId() }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.userNotFound, SENTENCES.lastOwner],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { UserId: 2 }, answer: { result: 0, message: null } },
  needs: () => [need.users()],
  decide: (state, { UserId }, context) => decideRemoveUser(state, UserId, context),
});
