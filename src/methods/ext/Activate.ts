import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { activateNodeLocked, NODE_LOCKED_STATES } from '../../domain/licensing/activation.js';
import { SENTENCES } from '../../domain/sentences.js';
import { flag } from '../parameters.js';
import { defineExtLicenseCommand } from './define.js';
import { IDENTITY_ERRORS, licenseIdentity, machineCode } from './identity.js';
import { licenseFieldsResult, presentLicenseFields, signParameters } from './licenseFields.js';

export const Activate = defineExtLicenseCommand({
  name: 'Activate',
  title: 'Activates a machine on a licence and returns what the licence allows.',
  description:
    'The same rule as Web API 3’s Activate, without floating seats: a new machine takes a seat, a known one keeps its own.',
  parameters: z.object({
    ...licenseIdentity,
    mid: machineCode(),
    ...signParameters,
    signMid: flag().meta({ description: 'With `sign`: adds `mid`.' }),
  }),
  errors: [...IDENTITY_ERRORS, SENTENCES.deviceLimit],
  states: [...NODE_LOCKED_STATES, 2020],
  refusal: 2020,
  result: licenseFieldsResult,
  example: {
    request: { uid: 1, pid: 3349, hsum: '732431', sid: 'GEBNC-WZZJD-VJIHG-GCMVD', mid: 'MACHINE-1' },
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
  include: { machines: true, customer: true },
  needs: ({ pid }) => [need.productWithDataObjects(pid)],
  decide: ({ license }, state, { mid }, context) => {
    const outcome = activateNodeLocked(
      license,
      state,
      { machineCode: mid, friendlyName: '', floatingInterval: 0, maxOverdraft: 0 },
      context,
    );
    if (!outcome.granted) return outcome;
    const customer = license.customerId === null ? null : (state.customer(license.customerId) ?? null);
    return { ...outcome, result: { license: outcome.result.license, customer } };
  },
  present: (shown, parameters, tools) =>
    presentLicenseFields(shown, parameters, parameters.signMid ? { mid: parameters.mid } : {}, tools),
});
