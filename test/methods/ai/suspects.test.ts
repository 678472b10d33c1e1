import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { maskAddress } from '../../../src/domain/log/address.js';
import { readGuesses, readSucceeded } from '../../../src/sql/analytics/readSuspects.js';
import { CITUS_URL } from '../../harness/database.js';
import { FIRST_SECOND, ROWS, rowsTouched, startLargeLog } from '../../harness/largeLog.js';
import { addLicense } from '../../harness/licenses.js';
import { writeRandomLog } from '../../harness/randomLog.js';
import { request } from '../../harness/send.js';
import { licenseServer } from '../../harness/server.js';

const { server, token } = await licenseServer({ trustProxy: ['127.0.0.1'] });
const productIds: readonly number[] = [(await server.product()).productId, (await server.product()).productId];
const [one = 0, two = 0] = productIds;
const license = await addLicense(server.engine, { productId: one, key: 'REAL' });
await addLicense(server.engine, { productId: two, key: 'REAL' });
await writeRandomLog(server, [license], 600, 8);
const from = async (ip: string, ProductId: number, Key: string) => {
  const body = new URLSearchParams({ token, ProductId: String(ProductId), Key, MachineCode: 'm' });
  await request(`${server.url}/api/key/Activate`, { method: 'POST', headers: { 'x-forwarded-for': ip }, body });
};
// Succeeds before it guesses, guesses and succeeds, guesses only, and a neighbour that only succeeds.
await from('9.9.9.9', two, 'FIRST-GUESS-OF-ALL');
await from('8.8.8.8', one, 'REAL');
for (let guess = 0; guess < 40; guess += 1) await from('8.8.8.8', one, `GUESS-${guess % 30}`);
for (let guess = 0; guess < 20; guess += 1) await from('9.9.9.9', two, `GUESS-${guess}`);
await from('9.9.9.9', two, 'REAL');
for (let guess = 0; guess < 9; guess += 1) await from(`7.7.7.${guess + 1}`, one, `GUESS-${guess}`);
await from('7.7.7.99', one, 'REAL');

interface Suspect {
  readonly address: string;
  readonly attempts: number;
  readonly distinctKeys: number;
  readonly first: number;
  readonly last: number;
  readonly succeededAfter: boolean;
}

const ask = async (parameters: Readonly<Record<string, number>> = {}, as = token) => {
  const { body } = await server.call('ai/GetSuspects', as, { Limit: 100, ...parameters });
  assert.equal(body.result, 0, JSON.stringify(body));
  return body as unknown as { readonly addresses: readonly Suspect[]; readonly exact: boolean };
};

/** The same from all rows. */
const plainly = async (productId?: number) => {
  const rows = await server.readers.run<{
    id: number;
    time: number;
    state: number;
    product_id: number;
    license_id: number;
    detail: string;
    address: string;
  }>({
    name: '',
    text: `select l.id, l.time, l.state, s.product_id, s.license_id, l.detail, coalesce(a.address, '') as address
      from web_api_log l join log_subject s using (account_id, subject_no)
      left join log_address a on a.account_id = l.account_id and a.address_no = l.address_no
      where l.account_id = 1 order by l.id`,
    values: [],
  });
  const guesses = rows.filter(
    (row) =>
      [1020, 2020, 4020, 6020, 7020, 8020].includes(row.state) &&
      row.license_id === 0 &&
      row.detail.startsWith('k') &&
      maskAddress(row.address) !== '' &&
      (productId === undefined || row.product_id === productId),
  );
  return [...new Set(guesses.map(({ address }) => maskAddress(address)))].map((network) => {
    const own = guesses.filter(({ address }) => maskAddress(address) === network);
    return {
      address: network,
      attempts: own.length,
      distinctKeys: new Set(own.map(({ detail }) => detail)).size,
      first: Math.floor((own[0]?.time ?? 0) / 1000),
      last: Math.floor((own.at(-1)?.time ?? 0) / 1000),
      succeededAfter: own.some(({ address, id }) =>
        rows.some(
          (row) =>
            row.address === address && row.id > id && Math.floor(row.state / 10) % 10 === 1 && row.state !== 5010,
        ),
      ),
    };
  });
};

const byAddress = (all: readonly Suspect[]) =>
  all
    .map(({ address, attempts, distinctKeys, first, last, succeededAfter }) => ({
      address,
      attempts,
      distinctKeys,
      first,
      last,
      succeededAfter,
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));

describe('GetSuspects', () => {
  // spec(read by the dashboard): networks that guess
  test('attempts by network, as a plain count of all rows has them', async () => {
    const { addresses, exact } = await ask();
    assert(exact);
    assert.deepEqual(byAddress(addresses), byAddress(await plainly()));
    const keys = addresses.map(({ distinctKeys }) => distinctKeys);
    assert.deepEqual(
      keys,
      keys.toSorted((a, b) => b - a),
    );
    const of = (network: string) => addresses.find(({ address }) => address === network);
    assert.deepEqual([of('8.8.8.0')?.attempts, of('8.8.8.0')?.distinctKeys], [40, 30]);
    assert.deepEqual(
      ['8.8.8.0', '9.9.9.0', '7.7.7.0'].map((network) => of(network)?.succeededAfter),
      [false, true, false],
      'neither what was granted before, nor to a neighbour',
    );
  });

  test('a product, a lock, a limit, a period', async () => {
    const [one = 0] = productIds;
    assert.deepEqual(byAddress((await ask({ ProductId: one })).addresses), byAddress(await plainly(one)));
    const locked = await ask({}, await server.token({ productLock: one }));
    assert.deepEqual(byAddress(locked.addresses), byAddress(await plainly(one)));
    const first = (await ask({ Limit: 1 })).addresses;
    assert.deepEqual(
      first.map(({ address }) => address),
      ['8.8.8.0'],
    );
    const early = await ask({ Start: 1_000, End: 2_000 });
    assert.deepEqual([early.addresses, early.exact], [[], true]);
  });
});

test('a bounded number of rows is read of a long log', async () => {
  const log = await startLargeLog();
  await log.owner.query("update web_api_log set state = 2020, address_no = 1, detail = 'kX' where id % 2 = 0");
  await log.owner.query("insert into log_address values (1, 1, 1, '8.8.8.8', 'US')");
  await log.owner.query('update log_subject set license_id = 0, seat_limit = subject_no');
  await log.owner.query('vacuum analyze web_api_log');
  const guesses = await rowsTouched(log.server, (run) => run(readGuesses(1, { first: 1, last: ROWS }, 0, 2_000)));
  assert(guesses <= 2 * 2_000, `${guesses} of ${ROWS} rows`);
  const followed = await rowsTouched(log.server, (run) => run(readSucceeded(1, { first: 1_000, last: 2_999 }, [1])));
  // A coordinator does not show what its nodes read.
  if (CITUS_URL === undefined) assert.equal(followed, 2_000);
  const asked = { Start: FIRST_SECOND, End: FIRST_SECOND + ROWS };
  const { body } = await log.server.call('ai/GetSuspects', await log.server.token(), asked);
  assert.deepEqual(body.exact, false);
  const [found] = body.addresses as readonly Suspect[];
  assert.deepEqual([found?.address, found?.attempts, found?.distinctKeys], ['8.8.8.0', 50_000, 1]);
});
