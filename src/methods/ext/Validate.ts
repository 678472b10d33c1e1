import { z } from 'zod';
import { licenseEntry } from '../../domain/batch/logEntry.js';
import { granted } from '../../domain/batch/outcome.js';
import { defineExtLicenseCommand } from './define.js';
import { IDENTITY_ERRORS, licenseIdentity } from './identity.js';
import { licenseFieldsResult, presentLicenseFields, signParameters } from './licenseFields.js';

export const Validate = defineExtLicenseCommand({
  name: 'Validate',
  title: 'Returns whether a key is valid, and what its licence allows.',
  description: 'Changes nothing. A key is valid when it exists and is not blocked; the client checks `expires` itself.',
  parameters: z.object({ ...licenseIdentity, ...signParameters }),
  errors: IDENTITY_ERRORS,
  states: [1010, 1020],
  refusal: 1020,
  result: licenseFieldsResult,
  example: {
    request: { uid: 1, pid: 3349, hsum: '732431', sid: 'GEBNC-WZZJD-VJIHG-GCMVD' },
    answer: {
      valid: 'True',
      created: '2026-01-01',
      expires: '2026-01-31',
      settime: '30',
      timeleft: '12',
      f1: 'True',
      f2: 'False',
      f3: 'False',
      f4: 'False',
      f5: 'False',
      f6: 'False',
      f7: 'False',
      f8: 'False',
      notes: '',
    },
  },
  include: { customer: true },
  decide: ({ license }, state) =>
    granted(
      { license, customer: license.customerId === null ? null : (state.customer(license.customerId) ?? null) },
      { logs: [licenseEntry(1010, license)] },
    ),
  present: (shown, parameters, tools) => presentLicenseFields(shown, parameters, {}, tools),
});
