import { createAccount } from '../../src/engine/identity/accounts.js';
import type { BenchCase, Measured } from '../harness/benchCase.js';
import { type LoadRequest, load } from '../harness/load.js';
import { processorMilliseconds } from '../harness/processes.js';
import { medianOf, ratioOf } from '../harness/ratio.js';
import { equip, type Rig, startRig } from '../harness/rig.js';
import { countLogged } from './countLogged.js';
import { form, freshKeys } from './licenses.js';

const SECONDS = 3;
const CONNECTIONS = 64;
/** Each with a log of its own. */
const ACCOUNTS = 16;

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

/** Requests of several accounts in turn. */
const requestsOfMany = async (rig: Rig, accounts: number): Promise<readonly LoadRequest[]> => {
  const own: (readonly LoadRequest[])[] = [];
  for (let made = 0; made < accounts; made++) {
    const accountId = await createAccount(rig.writers, `Account ${made}`);
    own.push(await requestsOf({ ...rig, ...(await equip(rig.engine, accountId)) }));
  }
  const most = Math.max(...own.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) => own.flatMap((requests) => requests.slice(index, index + 1))).flat();
};

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
  title: `a durable unsigned call, two server processes on one database, ${CONNECTIONS} connections`,
  against: 'one server process',
  target: { least: 1 },
  fast: false,
  measure: async ({ rounds }) => {
    const one = await startRig();
    const two = await startRig({ workers: 2 });
    try {
      const measured: Measured[] = [];
      for (const [whose, requests] of [
        ['one account', requestsOf],
        [`${ACCOUNTS} accounts`, (rig: Rig) => requestsOfMany(rig, ACCOUNTS)],
      ] as const) {
        const spent: { readonly one: Spent[]; readonly two: Spent[] } = { one: [], two: [] };
        const ratio = await ratioOf(
          rounds,
          calls(two, await requests(two), spent.two),
          calls(one, await requests(one), spent.one),
        );
        const part = `${whose}; processor time of a request, server + database: ${shown(spent.two)} µs, and ${shown(spent.one)} µs`;
        measured.push({ part, unit: 'per s', ratio });
      }
      return measured;
    } finally {
      await two.stop();
      await one.stop();
    }
  },
};
