import type { BenchCase } from '../harness/benchCase.js';
import { type LoadRequest, load } from '../harness/load.js';
import { ratioOf } from '../harness/ratio.js';
import { startConstant, startRig } from '../harness/rig.js';
import { countLogged } from './countLogged.js';
import { form, freshKeys } from './licenses.js';

const SECONDS = 2;
const CONNECTIONS = 64;

export const unsignedCalls: BenchCase = {
  name: 'unsigned',
  title: 'a durable unsigned call, 64 connections',
  against: 'the bare HTTP framework reading the same body and answering a constant',
  target: { least: 0.55 },
  fast: true,
  measure: async ({ rounds }) => {
    const rig = await startRig();
    const constant = await startConstant();
    try {
      const keys = await freshKeys(rig);
      const parts = [
        ['RegisterEvent', '/api/ai/registerevent', { FeatureName: 'search', EventName: 'opened', Value: 1 }],
        ['ListDataObjectsToKey', '/api/data/listdataobjectstokey', {}],
      ] as const;
      const measured = [];
      for (const [part, path, extra] of parts) {
        const requests = keys.map(
          (Key): LoadRequest => ({ path, body: form(rig, { ProductId: rig.productId, Key, ...extra }) }),
        );
        const loaded = (url: string, sent: readonly LoadRequest[]) =>
          load({ url, connections: CONNECTIONS, seconds: SECONDS, requests: sent });
        const bare = requests.map((request) => ({ ...request, path: '/constant' }));
        const ratio = await ratioOf(
          rounds,
          async () => (await countLogged(rig, () => loaded(rig.url, requests))).perSecond,
          async () => (await loaded(constant.url, bare)).perSecond,
        );
        measured.push({ part, unit: 'per s', ratio });
      }
      return measured;
    } finally {
      await constant.stop();
      await rig.stop();
    }
  },
};
