import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { refused } from '../../domain/batch/outcome.js';
import { listedCode } from '../../domain/licensing/license/view.js';
import { SENTENCES } from '../../domain/sentences.js';
import { isoWithoutZone } from '../../domain/time/time.js';
import { defineExtQuery } from './define.js';
import { findExtAddressed, IDENTITY_ERRORS, licenseIdentity, privateKey } from './identity.js';

export const GetActivatedMachines = defineExtQuery({
  name: 'GetActivatedMachines',
  title: 'Lists the machines that currently hold a seat of a licence.',
  description:
    'In the order of their first activation. Machines with an unexpired floating lease are included, with `floating:` before their code. The call leaves no log row.',
  identity: { account: 'uid', product: 'pid', key: 'sid' },
  owner: true,
  stranger: SENTENCES.accessDenied,
  parameters: z.object({ ...licenseIdentity, privateKey: privateKey() }),
  errors: [...IDENTITY_ERRORS, SENTENCES.accessDenied],
  states: [],
  refusal: null,
  result: z.array(
    z.strictObject({
      Mid: z.string().meta({ description: 'The machine code.' }),
      IP: z.string().meta({ description: 'The address of the machine’s latest activation.' }),
      Time: z.string().meta({ description: 'When it was first activated: ISO date and time without zone, UTC.' }),
    }),
  ),
  example: {
    request: { uid: 1, pid: 3349, hsum: '732431', sid: 'GEBNC-WZZJD-VJIHG-GCMVD', privateKey: 'x1y2…' },
    answer: [{ Mid: 'MACHINE-1', IP: '198.51.100.7', Time: '2026-01-01T00:00:00.5' }],
  },
  handle: async (access, parameters) => {
    const license = { productId: parameters.pid, key: parameters.sid };
    const state = await access.load([need.license(license, { machines: true })]);
    const found = findExtAddressed(state, parameters);
    if (typeof found === 'string') return refused(found);
    const machines = state
      .machines(found.license.licenseId)
      .filter(({ floatingExpires }) => floatingExpires === null || floatingExpires > access.now);
    return {
      body: machines.map((machine) => ({
        Mid: listedCode(machine),
        IP: machine.ip,
        Time: isoWithoutZone(machine.time),
      })),
    };
  },
});
