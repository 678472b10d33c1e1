import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted } from '../../domain/batch/outcome.js';
import { decideNewLink } from '../../domain/identity/people.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { newLink } from './newLink.js';
import { EXAMPLE_LINK, linkResult, userId } from './userParameters.js';

export const ResetPassword = defineCommand({
  category: 'user',
  name: 'ResetPassword',
  title: 'Creates a one-time link with which a user sets a new password.',
  description:
    'Not part of the vendor’s API. The current password and sessions stay valid until the link is used, which ends them. The caller must have all permissions of the role.',
  permission: 'ManageUsers',
  scope: 'wholeAccount',
  parameters: z.object({ UserId: userId() }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.userNotFound],
  states: [],
  refusal: null,
  result: z.strictObject({ link: linkResult }),
  example: { request: { UserId: 2 }, answer: { link: EXAMPLE_LINK, result: 0, message: null } },
  needs: () => [need.users()],
  decide: (state, { UserId }, context) => {
    const { link, path } = newLink(state.account().accountId, context);
    const outcome = decideNewLink(state, UserId, link, context);
    return outcome.granted ? granted({ link: path }, { writes: outcome.writes }) : outcome;
  },
});
