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
  title: 'Makes a link by which a person sets a new password.',
  description:
    'Not a method of the vendor. The password and the sessions of now stay good until the link is used; then all of them end. The caller must have all that the role may do.',
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
    const made = decideNewLink(state, UserId, link, context);
    return made.granted ? granted({ link: path }, { writes: made.writes }) : made;
  },
});
