import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Client } from 'pg';
import { licenseServer } from '../../harness/server.js';

const SECOND = 1_700_000_000;

/** Milliseconds in order, as the log's are: at, just before and just after the edges of seconds, many of them equal. */
const TIMES: readonly number[] = fc
  .sample(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(0, 0, 0, 1, 500, 999, 999)), {
    numRuns: 120,
    seed: 3,
  })
  .map(([second, ms]) => (SECOND + second) * 1000 + ms)
  .toSorted((a, b) => a - b);

const { server, token } = await licenseServer();
const owner = new Client({ connectionString: server.databaseUrl });
await owner.connect();
await owner.query(
  `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
   select 1, 0, id, time, 0, 0, 2011, 1 from unnest($1::bigint[]) with ordinality as r(time, id)`,
  [TIMES],
);
await owner.query('update log_head set last_id = $1, last_time = $2', [TIMES.length, TIMES.at(-1)]);
await owner.end();

const idsWith = async (parameters: Record<string, string | number>): Promise<readonly number[]> => {
  const answer = await server.call('ai/GetWebAPILog', token, { Limit: 1000, ...parameters });
  assert.equal(answer.body.message, null);
  return (answer.body.logs as { readonly id: number }[]).map((row) => row.id);
};

// spec(GetWebAPILog): Time (newest page): gt, gte, lt, lte
test('Time with gt, gte, lt, lte, alone or together = the comparison of whole seconds over every row', async () => {
  const second = fc.integer({ min: SECOND - 2, max: SECOND + 14 });
  const bounds = fc.record({ gt: second, gte: second, lt: second, lte: second }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(bounds, async (time) => {
      const fits = TIMES.map((ms, index) => ({ id: index + 1, at: Math.floor(ms / 1000) })).filter(
        ({ at }) =>
          (time.gt === undefined || at > time.gt) &&
          (time.gte === undefined || at >= time.gte) &&
          (time.lt === undefined || at < time.lt) &&
          (time.lte === undefined || at <= time.lte),
      );
      assert.deepEqual(
        await idsWith({ Time: JSON.stringify(time) }),
        fits.map(({ id }) => id),
      );
    }),
    { numRuns: 150 },
  );
});

// spec(GetWebAPILog): Time: a Unix time
test('Time as a bare Unix time is that second', async () => {
  for (let second = SECOND - 1; second <= SECOND + 13; second += 1) {
    const fits = TIMES.flatMap((ms, index) => (Math.floor(ms / 1000) === second ? [index + 1] : []));
    assert.deepEqual(await idsWith({ Time: second }), fits);
  }
});

// spec(GetWebAPILog): Time with a cursor
test('Time and a cursor: the cursor stays a row id', async () => {
  const all = await idsWith({ Time: `{"gte":${SECOND + 3}}` });
  assert.deepEqual(await idsWith({ Time: `{"gte":${SECOND + 3}}`, StartingAfter: all[4] ?? 0 }), all.slice(5));
  assert.deepEqual(
    await idsWith({ Time: `{"gte":${SECOND + 3}}`, EndingBefore: all[4] ?? 0 }),
    all.slice(0, 4).reverse(),
  );
});
