import type { BenchCase } from '../harness/benchCase.js';
import { type LoadRequest, load } from '../harness/load.js';
import { runProgram } from '../harness/processes.js';
import { ratioOf } from '../harness/ratio.js';
import { type Rig, startRig } from '../harness/rig.js';
import { countLogged } from './countLogged.js';
import { call, form, knownActivations } from './licenses.js';

const SECONDS = 2;
const CONNECTIONS = 64;

const signatures = async (): Promise<number> =>
  (await runProgram<{ perSecond: number }>('signMain', { seconds: SECONDS })).perSecond;

const activations = (rig: Rig, requests: readonly LoadRequest[]) => async (): Promise<number> => {
  const { perSecond } = await countLogged(rig, () =>
    load({ url: rig.url, connections: CONNECTIONS, seconds: SECONDS, requests }),
  );
  return perSecond;
};

export const signedActivate: BenchCase = {
  name: 'activate',
  title: 'signed Activate of known machines on distinct keys, 64 connections',
  against: 'RSA-2048 signatures of both cores alone',
  target: { least: 0.7 },
  fast: true,
  measure: async ({ rounds }) => {
    const rig = await startRig();
    try {
      const requests = await knownActivations(rig, 1_000);
      return [{ part: '', unit: 'per s', ratio: await ratioOf(rounds, activations(rig, requests), signatures) }];
    } finally {
      await rig.stop();
    }
  },
};

export const repeatedActivate: BenchCase = {
  name: 'activate-repeated',
  title: 'signed Activate whose answers are byte-equal within a second, 64 connections',
  against: 'RSA-2048 signatures of both cores alone',
  target: { least: 3 },
  fast: false,
  measure: async ({ rounds }) => {
    const rig = await startRig();
    try {
      const [first] = await knownActivations(rig, 1);
      const hidden = await floatingWithoutDevices(rig);
      return [
        {
          part: 'one device again and again',
          unit: 'per s',
          ratio: await ratioOf(rounds, activations(rig, first === undefined ? [] : [first]), signatures),
        },
        {
          part: '64 devices of a floating key, mask without devices',
          unit: 'per s',
          ratio: await ratioOf(rounds, activations(rig, hidden), signatures),
        },
      ];
    } finally {
      await rig.stop();
    }
  },
};

/** FieldsToReturn: everything but ActivatedMachines. */
const WITHOUT_MACHINES = 2 + 4 + 8 + 16 + 32 + 128 + 256 + 512;

const floatingWithoutDevices = async (rig: Rig): Promise<readonly LoadRequest[]> => {
  const { key } = await call(rig, 'key/CreateKey', { ProductId: rig.productId, MaxNoOfMachines: CONNECTIONS });
  return Array.from({ length: CONNECTIONS }, (_, device) => ({
    path: '/api/key/activate',
    body: form(rig, {
      ProductId: rig.productId,
      Key: String(key),
      MachineCode: `device ${device}`,
      FloatingTimeInterval: 300,
      Sign: true,
      SignMethod: 1,
      FieldsToReturn: WITHOUT_MACHINES,
    }),
  }));
};
