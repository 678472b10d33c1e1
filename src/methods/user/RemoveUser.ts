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
  title: 'Removes a user with all sessions, links and the password.',
  description:
    'Not part of the vendor’s API. Takes effect within a second. The Object Log keeps the user’s changes under the id, which is never reused; the user’s access tokens remain valid. The caller must have all permissions of the role. The last owner cannot be removed.',
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
