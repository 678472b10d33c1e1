import { z } from 'zod';
import { systemEvent } from '../../domain/licensing/activation.js';
import { decideDeactivation } from '../../domain/licensing/deactivation.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineLicenseCommand } from '../define.js';
import { flag, licenseAddress, machineCode, text } from '../parameters.js';
import { nothing } from '../results.js';

export const Deactivate = defineLicenseCommand({
  category: 'key',
  name: 'Deactivate',
  title: 'Frees the seat of a machine.',
  description:
    'Without `Floating` the node-locked seat of the machine, which must have one. With `Floating` its lease, at once rather than when it lapses; to release a lease that is not there succeeds. Neither touches the other kind of seat.',
  permission: 'Deactivate',
  parameters: z.object({
    ...licenseAddress,
    MachineCode: machineCode(),
    Floating: flag().meta({ description: 'Release the floating lease instead of the node-locked seat.' }),
    OSInfo: text(LIMITS.osInfoChars).meta({ description: 'JSON about the client’s system; registered as an event.' }),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.productNotFound,
    SENTENCES.keyNotFound,
    SENTENCES.keyBlocked,
    SENTENCES.notActivated,
  ],
  states: [6010, 6011, 6020],
  refusal: 6020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', MachineCode: 'MACHINE-1' },
    answer: { result: 0, message: '' },
  },
  include: { machines: true },
  decide: ({ license, product }, state, { MachineCode, Floating, OSInfo }) => {
    const outcome = decideDeactivation(license, state, { machineCode: MachineCode, floating: Floating });
    if (!outcome.granted) return outcome;
    return { ...outcome, events: systemEvent(product, license, MachineCode, 'deactivate', OSInfo) };
  },
});
