import { z } from 'zod';
import { licenseEntry } from '../../domain/batch/logEntry.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineExtLicenseCommand } from './define.js';
import { IDENTITY_ERRORS, licenseIdentity, machineCode } from './identity.js';

export const Deactivate = defineExtLicenseCommand({
  name: 'Deactivate',
  title: 'Deactivates a machine and releases its seat.',
  description: 'Node-locked seats only: Web API 2 has no floating seats.',
  parameters: z.object({ ...licenseIdentity, mid: machineCode() }),
  errors: [...IDENTITY_ERRORS, SENTENCES.machineNotDeactivated],
  states: [6010, 6020],
  refusal: 6020,
  result: z.strictObject({ key: z.string(), mid: z.string() }),
  example: {
    request: { uid: 1, pid: 3349, hsum: '732431', sid: 'GEBNC-WZZJD-VJIHG-GCMVD', mid: 'MACHINE-1' },
    answer: { key: 'GEBNC-WZZJD-VJIHG-GCMVD', mid: 'MACHINE-1' },
  },
  include: { machines: true },
  decide: ({ license }, state, { mid }) => {
    const held = state.machines(license.licenseId).find((machine) => !machine.floating && machine.machineCode === mid);
    if (held === undefined) return refused(SENTENCES.machineNotDeactivated);
    return granted(
      { key: license.key, mid },
      {
        logs: [licenseEntry(6010, license, { machineCode: mid })],
        writes: [{ kind: 'machine', row: held, remove: true }],
      },
    );
  },
  present: ({ key, mid }) => ({ key, mid }),
});
