import { setTimeout as sleep } from 'node:timers/promises';
import { projectionStatus } from '../../src/engine/analytics/analytics.js';
import type { BenchCase } from '../harness/benchCase.js';
import { type LoadRequest, load } from '../harness/load.js';
import { againstBound, medianOf } from '../harness/ratio.js';
import { type Rig, startRig } from '../harness/rig.js';
import { countLogged } from './countLogged.js';
import { form, knownActivations } from './licenses.js';

const SECONDS = 60;
const PER_SECOND = 1_000;
const CONNECTIONS = 64;
const SAMPLE_MS = 100;
const BOUND_SECONDS = 2;

/**
 * Half of the rows are activations, half look-ups of data objects: what an application asks at its start. Unsigned: a
 * signature is nothing to the log, and takes the processor that the load needs.
 */
const requestsOf = async (rig: Rig): Promise<readonly LoadRequest[]> =>
  (await knownActivations(rig, 1_000)).flatMap(({ path, body }): readonly LoadRequest[] => {
    const activation = new URLSearchParams(body);
    activation.delete('Sign');
    const Key = activation.get('Key') ?? '';
    const listing = { path: '/api/data/listdataobjectstokey', body: form(rig, { ProductId: rig.productId, Key }) };
    return [{ path, body: activation.toString() }, listing];
  });

export const projectorLag: BenchCase = {
  name: 'lag',
  title: `how far usage analytics lag behind ${PER_SECOND.toLocaleString('en')} log rows a second, for a minute`,
  against: `${BOUND_SECONDS} s; the ratio's greatest is the worst of the minute`,
  target: { most: 1 },
  fast: false,
  measure: async () => {
    const rig = await startRig();
    try {
      const requests = await requestsOf(rig);
      const samples: { readonly rows: number; readonly seconds: number }[] = [];
      let isDone = false;
      const sampling = (async () => {
        while (!isDone) {
          const statuses = await projectionStatus(rig.readers, 1);
          samples.push({
            rows: Math.max(0, ...statuses.map(({ rowsBehind }) => rowsBehind)),
            seconds: Math.max(0, ...statuses.map(({ secondsBehind }) => secondsBehind)),
          });
          await sleep(SAMPLE_MS);
        }
      })();
      const { perSecond } = await countLogged(rig, () =>
        load({ url: rig.url, connections: CONNECTIONS, seconds: SECONDS, perSecond: PER_SECOND, requests }),
      );
      isDone = true;
      await sampling;
      if (perSecond < PER_SECOND * 0.95) {
        throw new Error(`the machine gave ${perSecond.toFixed(0)} log rows a second only: its lag says nothing`);
      }
      const rows = samples.map((sample) => sample.rows);
      const behind = `rows behind: median ${medianOf(rows)}, at most ${Math.max(...rows)}`;
      const seconds = samples.map((sample) => sample.seconds);
      const part = `${perSecond.toFixed(0)} rows per s; ${behind}`;
      return [{ part, unit: 's', ratio: againstBound(seconds, BOUND_SECONDS) }];
    } finally {
      await rig.stop();
    }
  },
};
