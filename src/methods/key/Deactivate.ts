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
  title: 'Deactivates a machine and releases its seat.',
  description:
    'Without `Floating` the machine’s node-locked seat is released; it must have one. With `Floating` its lease is released before it expires; the call succeeds even without a lease. Neither affects the other kind of seat.',
  permission: 'Deactivate',
  parameters: z.object({
    ...licenseAddress,
    MachineCode: machineCode(),
    Floating: flag().meta({ description: 'Release the floating lease instead of the node-locked seat.' }),
    OSInfo: text(LIMITS.osInfoChars).meta({
      description: 'JSON that describes the client’s system; registered as an event.',
    }),
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
