import type { BenchCase } from '../harness/benchCase.js';
import { type LoadRequest, load } from '../harness/load.js';
import { processorMilliseconds } from '../harness/processes.js';
import { medianOf, ratioOf } from '../harness/ratio.js';
import { type Rig, startRig } from '../harness/rig.js';
import { countLogged } from './countLogged.js';
import { form, freshKeys } from './licenses.js';

const SECONDS = 3;
const CONNECTIONS = 64;

/** Microseconds of processor time that a request took: of the server's processes, and of PostgreSQL's. */
interface Spent {
  readonly server: number;
  readonly database: number;
}

const requestsOf = async (rig: Rig): Promise<readonly LoadRequest[]> =>
  (await freshKeys(rig)).map((Key) => ({
    path: '/api/data/listdataobjectstokey',
    body: form(rig, { ProductId: rig.productId, Key }),
  }));

const calls = (rig: Rig, requests: readonly LoadRequest[], spent: Spent[]) => async (): Promise<number> => {
  const used = () => ({
    // A server that started the database has it for a child.
    server: processorMilliseconds(rig.serverPid, [rig.postgresPid]),
    database: processorMilliseconds(rig.postgresPid),
  });
  const before = used();
  const { perSecond, answered } = await countLogged(rig, () =>
    load({ url: rig.url, connections: CONNECTIONS, seconds: SECONDS, requests }),
  );
  const after = used();
  spent.push({
    server: ((after.server - before.server) * 1_000) / answered,
    database: ((after.database - before.database) * 1_000) / answered,
  });
  return perSecond;
};

const shown = (spent: readonly Spent[]): string =>
  `${medianOf(spent.map(({ server }) => server)).toFixed(0)} + ${medianOf(spent.map(({ database }) => database)).toFixed(0)}`;

export const workers: BenchCase = {
  name: 'workers',
  title: 'a durable unsigned call, two server processes on one database, 64 connections',
  against: 'one server process',
  target: { least: 1 },
  fast: false,
  measure: async ({ rounds }) => {
    const one = await startRig();
    const two = await startRig({ workers: 2 });
    try {
      const spent: { readonly one: Spent[]; readonly two: Spent[] } = { one: [], two: [] };
      const ratio = await ratioOf(
        rounds,
        calls(two, await requestsOf(two), spent.two),
        calls(one, await requestsOf(one), spent.one),
      );
      const part = `processor time of a request, server + database: ${shown(spent.two)} µs, and ${shown(spent.one)} µs`;
      return [{ part, unit: 'per s', ratio }];
    } finally {
      await two.stop();
      await one.stop();
    }
  },
};
