import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Client } from 'pg';
import { beginningsOf, maskAddress } from '../../../src/domain/log/address.js';
import { expireCaches } from '../../harness/clock.js';
import { addLicense } from '../../harness/licenses.js';
import { type ShownRow, wholeLog } from '../../harness/randomLog.js';
import { request } from '../../harness/send.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';
import { Tail } from '../../harness/tail.js';

/** Callers, and the country that is known of them. */
const CALLERS: Readonly<Record<string, string>> = {
  '8.8.8.8': 'US',
  '8.8.8.77': 'US',
  '8.8.9.1': 'US',
  '193.10.0.7': 'SE',
  '2001:468:468::8888': 'US',
  '2001:468:468:1::1': 'US',
  '2001:468::5': 'US',
  '2001:db8::5': '',
  '10.0.0.1': '',
};

const activate = async (caller: string, Key: string): Promise<void> => {
  const body = new URLSearchParams({ token, ProductId: String(productId), Key, MachineCode: `pc of ${caller}` });
  const headers = { 'x-forwarded-for': caller };
  await request(`${server.url}/api/key/Activate`, { method: 'POST', headers, body });
};

const { server, token, product } = await licenseServer({ trustProxy: ['127.0.0.1'] });
const { productId } = product;
await addLicense(server.engine, { productId, key: 'A' });
await addLicense(server.engine, { productId, key: 'B' });
for (const key of ['A', 'B', 'A']) for (const caller of Object.keys(CALLERS)) await activate(caller, key);
const rows: readonly ShownRow[] = await wholeLog(server, token);

const ask = async (parameters: TestParameters) => (await server.call('ai/GetWebAPILog', token, parameters)).body;

const logged = async (parameters: TestParameters): Promise<readonly ShownRow[]> => {
  const body = await ask({ Limit: 1000, ...parameters });
  assert.equal(body.message, null, JSON.stringify(parameters));
  assert.equal(body.next, null);
  return body.logs as readonly ShownRow[];
};

test('Address: the rows that show it, however it is written, and no more than its network', async () => {
  for (const caller of Object.keys(CALLERS)) {
    const shown = maskAddress(caller);
    const expected = rows.filter(({ ip }) => ip === shown);
    assert(expected.length >= 3, shown);
    for (const Address of [shown, caller, caller.toUpperCase()]) {
      assert.deepEqual(await logged({ Address }), expected, Address);
    }
  }
  assert.deepEqual(
    await logged({ Address: '8.8.8.200' }),
    await logged({ Address: '8.8.8.0' }),
    'a guess tells nothing',
  );
  assert.deepEqual(await logged({ Address: '::ffff:8.8.8.8' }), await logged({ Address: '8.8.8.0' }));
  assert.deepEqual(await logged({ Address: '9.9.9.0' }), []);
});

test('Address and Country with other filters, orders and cursors', async () => {
  const expected = rows.filter(({ ip, key }) => ip === '8.8.8.0' && key === 'A').toReversed();
  const filter = { Address: '8.8.8.0', ProductId: productId, Key: 'A' };
  assert.deepEqual(await logged({ ...filter, OrderBy: 'Id descending' }), expected);
  const sorted = await logged({ ...filter, OrderBy: 'MachineCode' });
  assert.deepEqual(
    sorted.map(({ machineCode }) => machineCode),
    [...sorted].map(({ machineCode }) => machineCode).sort(),
  );
  const first = await ask({ ...filter, EndingBefore: 1_000, Limit: 2 });
  assert.deepEqual([first.logs, first.next], [expected.slice(0, 2), expected[1]?.id]);
  const rest = await ask({ ...filter, EndingBefore: Number(first.next), Limit: 1000 });
  assert.deepEqual([rest.logs, rest.next], [expected.slice(2), null]);
});

test('Country: of the address as the row was written, also once the address is blanked', async () => {
  const ofCountry = (country: string) => {
    const shown = Object.keys(CALLERS).filter((caller) => CALLERS[caller] === country);
    return rows.filter(({ machineCode }) => shown.some((caller) => machineCode === `pc of ${caller}`));
  };
  assert.deepEqual(await logged({ Country: 'US' }), ofCountry('US'));
  assert.deepEqual(await logged({ Country: 'se' }), ofCountry('SE'));
  assert.deepEqual(await logged({ Country: 'NO' }), []);
  assert.deepEqual(await logged({ Country: 'SE', Address: '8.8.8.0' }), []);
  assert.deepEqual(await logged({ Country: 'US', Address: '8.8.9.0' }), await logged({ Address: '8.8.9.0' }));
  const swedish = await logged({ Country: 'SE' });
  const owner = new Client({ connectionString: server.databaseUrl });
  await owner.connect();
  await owner.query("update log_address set address = '' where country = 'SE'");
  expireCaches();
  assert.deepEqual(
    (await logged({ Country: 'SE' })).map(({ id }) => id),
    swedish.map(({ id }) => id),
  );
  assert.deepEqual(await logged({ Address: '193.10.0.0' }), []);
  await owner.query("update log_address set address = '193.10.0.7' where country = 'SE'");
  expireCaches();
  await owner.end();
});

test('what is no address or no country is refused; not given, the answer is as it was', async () => {
  for (const Address of ['nonsense', '8.8.8', '1:2', 'x'.repeat(65)]) {
    assert.deepEqual(await ask({ Address }), { result: 1, message: 'The input parameters were incorrect.' }, Address);
  }
  for (const Country of ['S', 'SWE', '12', '%']) assert.equal((await ask({ Country })).result, 1, Country);
  for (const none of ['', 'None', 'null']) {
    const body = await ask({ Address: none, Country: none, Limit: 1000 });
    assert.deepEqual(body, { logs: rows, result: 0, message: null }, 'without `next`');
  }
});

test('the histogram, the download and the tail take them too', async () => {
  const filter = { Address: '8.8.8.0', Country: 'us' };
  const expected = rows.filter(({ ip }) => ip === '8.8.8.0');
  const histogram = (await server.call('ai/GetLogHistogram', token, { ...filter, Steps: 3 })).body;
  const bars = histogram.bars as readonly { readonly success: number; readonly failure: number }[];
  assert.equal(
    bars.reduce((sum, { success, failure }) => sum + success + failure, 0),
    expected.length,
  );
  const query = new URLSearchParams({ token, ...filter, Format: 'ndjson' });
  const { body } = await request(`${server.url}/api/ai/DownloadWebAPILog?${query}`);
  const lines = String(body).trim().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).id),
    expected.map(({ id }) => id),
  );
  const tail = await Tail.open(server, { token, StartingAfter: 0, ...filter });
  assert.deepEqual(await tail.rows(expected.length), expected);
  await activate('10.0.0.1', 'A');
  await activate('8.8.8.5', 'A');
  const [next] = await tail.rows(1);
  assert.equal(next?.machineCode, 'pc of 8.8.8.5');
  tail.leave();
});

test('a network is found by what its addresses begin with, however they are written', async () => {
  // With zeros before it or without, each by itself; the case is that of the whole text.
  const group = fc
    .tuple(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), fc.integer({ min: 1, max: 4 }))
    .map(([value, width]) => value.toString(16).padStart(width, '0'));
  const v6 = fc
    .tuple(fc.array(group, { minLength: 8, maxLength: 8 }), fc.nat(7), fc.nat(8), fc.boolean())
    .map(([groups, at, length, isUpper]) => {
      const after = groups.slice(at + length).join(':');
      const text = length === 0 ? groups.join(':') : `${groups.slice(0, at).join(':')}::${after}`;
      return isUpper ? text.toUpperCase() : text;
    });
  const octet = fc.integer({ min: 0, max: 255 });
  const v4 = fc.tuple(fc.constantFrom('', '::ffff:', '::FFFF:'), octet, octet, octet, octet);
  const texts = fc.oneof(
    v6,
    v4.map(([mapped, ...octets]) => mapped + octets.join('.')),
  );
  await fc.assert(
    fc.property(texts, (address) => {
      const shown = maskAddress(address);
      assert(shown !== '', address);
      assert(
        beginningsOf(shown).some((beginning) => address.startsWith(beginning)),
        `${address} is shown as ${shown}, which is looked for by ${beginningsOf(shown).join(' ')}`,
      );
    }),
    { numRuns: 5_000 },
  );
});

test('rows of an address are found in the months in which it was seen', async () => {
  const owner = new Client({ connectionString: server.databaseUrl });
  await owner.connect();
  try {
    const { rows: kept } = await owner.query<{ month: number; rows: number }>(
      `select a.month, count(*)::int as rows from web_api_log l join log_address a using (account_id, address_no)
       where extract(year from to_timestamp(l.time / 1000) at time zone 'utc') * 12
         + extract(month from to_timestamp(l.time / 1000) at time zone 'utc') - 1 = a.month group by 1`,
    );
    const { rows: all } = await owner.query<{ rows: number }>(
      'select count(*)::int as rows from web_api_log where address_no <> 0',
    );
    assert.equal(
      kept.reduce((sum, one) => sum + one.rows, 0),
      all[0]?.rows,
    );
  } finally {
    await owner.end();
  }
});
