// How far usage analytics lag behind a server that logs steadily.
// Run: npm run build && node dist/bench/projectorLag.js [seconds] [requests per second]
import { setTimeout as sleep } from 'node:timers/promises';
import { projectionStatus } from '../src/engine/analytics.js';
import { countLogged } from './cases/countLogged.js';
import { form, knownActivations } from './cases/licenses.js';
import { type LoadRequest, load } from './harness/load.js';
import { medianOf } from './harness/ratio.js';
import { startRig } from './harness/rig.js';

const seconds = Number(process.argv[2] ?? 60);
const perSecond = Number(process.argv[3] ?? 1_000);
const CONNECTIONS = 64;
const SAMPLE_MS = 100;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const rig = await startRig();
// Half of the rows are activations, half look-ups of data objects: what an application asks at its start.
const activations = await knownActivations(rig, 1_000);
const requests = activations.flatMap((activation): readonly LoadRequest[] => {
  const parameters = new URLSearchParams(activation.body);
  const Key = parameters.get('Key') ?? '';
  return [activation, { path: '/api/data/listdataobjectstokey', body: form(rig, { ProductId: rig.productId, Key }) }];
});

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
const result = await countLogged(rig, () =>
  load({ url: rig.url, connections: CONNECTIONS, seconds, perSecond, requests }),
);
isDone = true;
await sampling;

const shown = (values: readonly number[], digits: number): string =>
  `at most ${Math.max(...values).toFixed(digits)}, median ${medianOf(values).toFixed(digits)}`;
process.stdout.write(
  `${result.perSecond.toFixed(0)} log rows/s for ${seconds} s, 99 % answered within ${result.p99Ms.toFixed(0)} ms; ${samples.length} samples
rows behind: ${shown(
    samples.map(({ rows }) => rows),
    0,
  )}
seconds behind: ${shown(
    samples.map(({ seconds }) => seconds),
    2,
  )}
`,
);
await rig.stop();
