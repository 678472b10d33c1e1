import { z } from 'zod';
import { licenseEntry } from '../../domain/batch/logEntry.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { integer, named } from '../parameters.js';
import { defineExtLicenseCommand } from './define.js';
import { IDENTITY_ERRORS, licenseIdentity } from './identity.js';

const GET = 0;
const SET = 1;

export const OptionalField = defineExtLicenseCommand({
  name: 'OptionalField',
  title: 'Reads the optional field of a licence, or decreases it.',
  description:
    'A number that a client can decrease but not increase. Decreasing it by more than its value leaves 0. If it is already 0, the request is refused with state 4021 in the log.',
  parameters: z.object({
    ...licenseIdentity,
    todo: named({ get: GET, set: SET }, GET).meta({
      type: 'string',
      enum: ['get', 'set'],
      default: 'get',
      description: '`get` reads the value, `set` decreases it.',
    }),
    decrement: integer(0).meta({ description: 'How much `set` subtracts. May not be negative.' }),
  }),
  errors: [...IDENTITY_ERRORS, SENTENCES.optionalFieldNotSpecified, SENTENCES.optionalFieldOnlyDecreases],
  states: [4010, 4020, 4021],
  refusal: 4020,
  result: z.strictObject({ optva: z.string().regex(/^\d+$/).meta({ description: 'The value after the request.' }) }),
  example: {
    request: {
      uid: 1,
      pid: 3349,
      hsum: '732431',
      sid: 'GEBNC-WZZJD-VJIHG-GCMVD',
      todo: 'set',
      decrement: 1,
    },
    answer: { optva: '4' },
  },
  decide: ({ license }, _state, { todo, decrement }) => {
    const value = license.optionalField;
    if (todo === GET) return granted({ value }, { logs: [licenseEntry(4010, license)] });
    if (decrement < 0) return refused(SENTENCES.optionalFieldOnlyDecreases);
    if (value <= 0) return refused(SENTENCES.optionalFieldNotSpecified, licenseEntry(4021, license));
    const left = Math.max(0, value - decrement);
    return granted(
      { value: left },
      {
        logs: [licenseEntry(4010, license)],
        writes: left === value ? [] : [{ kind: 'license', row: { ...license, optionalField: left } }],
      },
    );
  },
  present: ({ value }) => ({ optva: String(value) }),
});
