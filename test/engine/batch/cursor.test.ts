import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { addLicense } from '../../harness/licenses.js';
import { startTestServer, type TestServer } from '../../harness/server.js';
import { type ServerProcess, startServerProcess } from '../../harness/serverProcess.js';

const WRITERS = 8;
const CALLS_PER_WRITER = 250;

let owner: TestServer;
let processes: readonly ServerProcess[];

before(async () => {
  owner = await startTestServer();
  const where = { databaseUrl: owner.databaseUrl };
  processes = await Promise.all([startServerProcess(where), startServerProcess(where)]);
});

after(async () => {
  await Promise.all(processes.map((server) => server.stop()));
  await owner.stop();
});

const post = async (url: string, parameters: Record<string, string>): Promise<Record<string, unknown>> => {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) });
  return (await response.json()) as Record<string, unknown>;
};

interface Seen {
  readonly id: number;
  readonly time: number;
  readonly friendlyName: string;
}

/** Follows the log the way integrations do: asks for what comes after the last id it has, again and again. */
const follow = async (url: string, token: string, isOver: () => boolean): Promise<readonly Seen[]> => {
  const seen: Seen[] = [];
  let last = 0;
  for (;;) {
    const over = isOver();
    const answer = await post(`${url}/api/ai/GetWebAPILog`, { token, Limit: '1000', StartingAfter: String(last) });
    const rows = answer.logs as Seen[];
    seen.push(...rows);
    last = rows.at(-1)?.id ?? last;
    // Only a page asked for after the last writer ended proves that nothing more is to come.
    if (over && rows.length === 0) return seen;
  }
};

// spec(GetWebAPILog): no row appears below a page
test('a reader that follows StartingAfter sees every row once, in order, with no gap', {
  timeout: 120_000,
}, async (t) => {
  const product = await owner.product();
  const token = await owner.token();
  const keys = ['A', 'B', 'C', 'D'].map((letter) => `${letter.repeat(5)}-CURSO-RTEST-KEYYY`);
  for (const key of keys) await addLicense(owner.engine, { productId: product.productId, key, maxNoOfMachines: 5 });

  let writing = WRITERS;
  const names: string[] = [];
  const write = async (writer: number): Promise<void> => {
    const url = processes[writer % processes.length]?.url;
    for (let call = 0; call < CALLS_PER_WRITER; call += 1) {
      const name = `writer ${writer} call ${call}`;
      const answer = await post(`${url}/api/key/Activate`, {
        token,
        ProductId: String(product.productId),
        Key: keys[call % keys.length] ?? '',
        MachineCode: `machine ${(writer * 7 + call) % 11}`,
        FriendlyName: name,
        FieldsToReturn: '2',
        // Now and then a call that is refused before it reaches a rule, through the same log.
        ...(call % 10 === 9 ? { MaxOverdraft: 'many' } : {}),
      });
      assert(answer.result === 0 || answer.result === 1);
      names.push(name);
      if (call % 50 === 0) await sleep(1);
    }
    writing -= 1;
  };
  const readerUrl = processes[0]?.url ?? '';
  const [seen] = await Promise.all([
    follow(readerUrl, token, () => writing === 0),
    ...Array.from({ length: WRITERS }, (_, writer) => write(writer)),
  ]);

  assert.equal(names.length, WRITERS * CALLS_PER_WRITER);
  const missed = names.filter((name) => !seen.some((row) => row.friendlyName === name)).length;
  t.diagnostic(`${seen.length} rows read, ${missed} never seen`);
  assert.deepEqual(
    seen.map((row) => row.id),
    seen.map((_, index) => index + 1),
    'ids come in order and without a gap',
  );
  assert.deepEqual(seen.map((row) => row.friendlyName).toSorted(), names.toSorted(), 'every row once');
  for (const [index, row] of seen.entries()) assert((seen[index - 1]?.time ?? 0) <= row.time, 'time never runs back');
});
