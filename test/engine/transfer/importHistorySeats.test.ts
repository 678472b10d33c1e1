import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.js';
import { HistoryBench, PRODUCT, START, shownLicense, shownRow } from '../../harness/history.js';
import { serverOfFile, type TestServer } from '../../harness/server.js';

/** Which seats get a row 5010 once the history is there. */

const server = await serverOfFile();

const now = (): number => Math.floor(Date.now() / 1000);

const seatRows = async (bench: HistoryBench): Promise<readonly string[]> =>
  (await bench.log())
    .filter(({ state }) => state === 5010)
    .map(({ key, machineCode, floatingExpires }) => `${key} ${machineCode}${floatingExpires === 0 ? '' : ' lease'}`)
    .toSorted();

// spec(writing the log): 5010: only for seats that the imported history leaves out
test('only machines that the history leaves without a seat get a row 5010', async () => {
  const bench = await HistoryBench.make(server);
  const hour = now() + 3600;
  const node = (Mid: string) => ({ Mid, IP: '', Time: START });
  const lease = (Mid: string, FloatingExpires: number) => ({
    Mid: `floating:${Mid}`,
    IP: '',
    Time: START,
    FloatingExpires,
  });
  const machines = [
    ...['activated', 'trial', 'imported', 'never', 'released', 'denied', 'only seen', 'of another key', 'A'].map(node),
    ...['live', 'lapsed in the log', 'given up', 'node-locked too'].map((code) => lease(code, hour)),
    node('node-locked too'),
    lease('lapsed', now() - 10),
  ];
  const licenses = [shownLicense(1, { ActivatedMachines: machines }), shownLicense(2)];
  let id = 0;
  const row = (machineCode: string, state: number, details: object = {}) => {
    id += 1;
    return shownRow(id, { machineCode, state, ...details });
  };
  const recent = now() - 60;
  const renewed = { time: recent, floatingExpires: hour };
  const rows = [
    row('activated', 2012),
    row('trial', 2013),
    row('imported', 5010),
    row('released', 2012),
    row('released', 6010),
    row('denied', 2022),
    row('only seen', 2011),
    row('of another key', 2012, { key: 'KEY-2' }),
    row('of another key', 2012, { key: 'KEY-3' }),
    // Codes are told apart letter by letter.
    row('a', 2012),
    row('lapsed in the log', 2014, { floatingExpires: START + 5000 }),
    row('live', 2014, renewed),
    row('given up', 2015, renewed),
    row('given up', 6011, { time: recent }),
    row('node-locked too', 5010, renewed),
  ];
  const summary = await bench.import(licenses, rows);
  const expected = [
    ...['A', 'denied', 'never', 'node-locked too', 'of another key', 'only seen', 'released'].map(
      (code) => `KEY-1 ${code}`,
    ),
    ...['given up', 'lapsed in the log'].map((code) => `KEY-1 ${code} lease`),
  ];
  const ofHistory = ['KEY-1 imported', 'KEY-1 node-locked too lease'];
  assert.deepEqual(await seatRows(bench), [...expected, ...ofHistory].toSorted());
  assert.deepEqual([summary.machines, summary.leasesLeftOut, summary.seatRows], [14, 1, expected.length]);
  assert.equal((await bench.import(licenses, rows)).seatRows, 0);
  // A license that comes later brings its seats.
  const later = shownLicense(4, { ActivatedMachines: [node('late')] });
  assert.equal((await bench.import([...licenses, later], rows)).seatRows, 1);
  await bench.remove();
});

/** Something happens between the reading of the log and the first row 5010. */
class MeddledEngine extends Engine {
  readonly #meddle: () => Promise<unknown>;
  #meddled: Promise<unknown> | undefined;

  constructor({ readers, writers }: TestServer, meddle: () => Promise<unknown>) {
    super({ readers, writers });
    this.#meddle = meddle;
  }

  override async submit(...command: Parameters<Engine['submit']>): ReturnType<Engine['submit']> {
    if (command[1].needs.some(({ kind }) => kind === 'historyClaim')) {
      this.#meddled ??= this.#meddle();
      await this.#meddled;
    }
    return super.submit(...command);
  }
}

test('another import that begins while seats are looked for does the rest alone', async () => {
  const bench = await HistoryBench.make(server);
  const licenses = [shownLicense(1, { ActivatedMachines: [{ Mid: 'pc', IP: '', Time: START }] })];
  const rows = [shownRow(1)];
  const engine = new MeddledEngine(server, () => bench.import(licenses, rows));
  await assert.rejects(bench.import(licenses, rows, { engine }), /another import of this account has begun since/);
  assert.deepEqual(await seatRows(bench), ['KEY-1 pc']);
  await bench.remove();
});

test('a seat that a request takes or gives up meanwhile is left alone', async () => {
  const bench = await HistoryBench.make(server);
  const machines = ['stays', 'goes'].map((Mid) => ({ Mid, IP: '', Time: START }));
  const request = { ProductId: PRODUCT, Key: 'KEY-1', MachineCode: 'goes' };
  const engine = new MeddledEngine(server, () => server.call('key/Deactivate', bench.token, request));
  const summary = await bench.import([shownLicense(1, { ActivatedMachines: machines })], [shownRow(1)], {
    engine,
  });
  assert.equal(summary.seatRows, 1);
  assert.deepEqual(await seatRows(bench), ['KEY-1 stays']);
  await bench.remove();
});
