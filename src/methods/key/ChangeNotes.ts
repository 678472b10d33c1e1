import { z } from 'zod';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress, literalText } from '../parameters.js';
import { nothing } from '../results.js';

export const ChangeNotes = defineLicenseCommand({
  category: 'key',
  name: 'ChangeNotes',
  title: 'Replaces the notes of a licence.',
  description: 'Notes are stored unchanged; if they are not given, the notes are cleared.',
  permission: 'ChangeNotes',
  parameters: z.object({
    ...licenseAddress,
    Notes: literalText(LIMITS.notesChars, SENTENCES.notesTooLong).meta({ description: 'The new notes.' }),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.productNotFound,
    SENTENCES.keyNotFound,
    SENTENCES.notesTooLong,
  ],
  states: [7017, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', Notes: 'Paid until spring.' },
    answer: { result: 0, message: '' },
  },
  decide: ({ license }, _state, { Notes }) => changeLicense(7017, license, { notes: Notes }),
});
