import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SENTENCES } from '../../../src/domain/sentences.js';
import * as sql from '../../../src/sql/licensing/search.js';
import type { Statement } from '../../../src/sql/statement.js';
import { CITUS_URL } from '../../harness/database.js';
import { addLicense } from '../../harness/licenses.js';
import { licenseServer } from '../../harness/server.js';

const KEYS = ['GEBNC-AAAAA', 'GEBNC-BBBBB', 'gebnc-lower', 'XEBNC-AAAAA', 'G%BNC'];
const NETWORKS = ['192.0.2.7', '192.0.2.9', '192.0.2.201', '192.0.20.1', '198.51.100.7', '2001:db8:1:2::3'];
const MORE_NETWORKS = ['2001:db8:1:ffff::1', '2001:db8:2::1', '2001:db8::1', '2001:db8::ffff:1', '::1', 'fe80::1'];

const { server, token } = await licenseServer();
const { productId } = await server.product({ name: 'Gébhard’s Editor' });
const customer = { Name: 'Gebhard 100%', Email: 'office@lg.example', CompanyName: 'LG Tools' };
const { customerId } = (await server.call('customer/AddCustomer', token, customer)).body;
for (const [index, key] of KEYS.entries()) {
  await addLicense(server.engine, {
    productId,
    key,
    idInProduct: index + 1,
    customerId: index === 0 ? Number(customerId) : null,
  });
}
await addLicense(server.engine, { productId, key: 'GEBNC-GONE', idInProduct: 9, deletedAt: 1 });
const owner = await server.connectOwner();
await owner.query(
  `insert into log_device select 1, n, 'pc-' || n, 'Desk ' || n, 'PC-' || n, 'desk ' || n, n from generate_series(1, 3) n`,
);
await owner.query(`insert into log_device values (1, 4, 'Pc-3', 'GEBHARD 50%_', 'PC-3', 'gebhard 50%_', 3)`);
await owner.query(`insert into log_device values (1, 5, 'erased', '', '', '', 5)`);
for (const [index, address] of [...NETWORKS, ...MORE_NETWORKS].entries()) {
  await owner.query(`insert into log_address values (1, $1, 600, $2, 'SE')`, [index + 1, address]);
  await owner.query(`insert into log_address values (1, $1, 601, $2, 'SE')`, [index + 101, address]);
}

interface Found {
  readonly keys: readonly { readonly key: string; readonly customer: object | null }[];
  readonly machines: readonly object[];
  readonly friendlyNames: readonly { readonly friendlyName: string }[];
  readonly customers: readonly { readonly name: string }[];
  readonly products: readonly { readonly name: string }[];
  readonly addresses: readonly { readonly address: string }[];
}

const find = async (Query: string, Limit = 20, by = token): Promise<Found> => {
  const { body } = await server.call('ai/Search', by, { Query, Limit });
  assert.equal(body.result, 0, JSON.stringify(body));
  return body as unknown as Found;
};

const addressesOf = async (query: string) => (await find(query)).addresses.map(({ address }) => address);

test('keys begin with the text, in any case; deleted ones are not found', async () => {
  assert.deepEqual(
    (await find('gebnc')).keys.map(({ key }) => key),
    ['GEBNC-AAAAA', 'GEBNC-BBBBB', 'gebnc-lower'],
  );
  assert.deepEqual(
    (await find('GEBNC-A')).keys.map(({ key, customer }) => [key, customer]),
    [['GEBNC-AAAAA', { id: 1, name: 'LG Tools' }]],
  );
  assert.deepEqual(
    (await find('G%')).keys.map(({ key }) => key),
    ['G%BNC'],
  );
  assert.equal((await find('gebnc', 2)).keys.length, 2);
  assert.deepEqual((await find('AAAAA')).keys, []);
});

test('machines begin with the text and come once, by their newest name', async () => {
  assert.deepEqual((await find(' pc- ')).machines, [
    { machineCode: 'pc-1', friendlyName: 'Desk 1' },
    { machineCode: 'pc-2', friendlyName: 'Desk 2' },
    { machineCode: 'Pc-3', friendlyName: 'GEBHARD 50%_' },
  ]);
  assert.deepEqual((await find('erased')).machines, []);
});

test('names contain the text; short ones begin with it', async () => {
  const found = await find('EBHAR');
  assert.deepEqual(found.friendlyNames, [{ machineCode: 'Pc-3', friendlyName: 'GEBHARD 50%_' }]);
  assert.deepEqual(found.customers, [
    { id: 1, name: 'Gebhard 100%', email: 'office@lg.example', companyName: 'LG Tools' },
  ]);
  assert.deepEqual((await find('ÉBHARD’S ed')).products, [{ id: productId, name: 'Gébhard’s Editor' }]);
  for (const text of ['de', 'd', 'Desk']) assert.equal((await find(text)).friendlyNames.length, 3, text);
  assert.equal((await find('es')).friendlyNames.length, 0);
  for (const text of ['lg', 'of', 'ge', '00%', '@lg.']) assert.equal((await find(text)).customers.length, 1, text);
  for (const text of ['fi', 'bh']) assert.equal((await find(text)).customers.length, 0, text);
});

test('% and _ are ordinary characters', async () => {
  assert.equal((await find('50%_')).friendlyNames.length, 1);
  for (const text of ['%', '_', '\\', '%%%', '___', 'de%k', '1__%']) {
    const { friendlyNames, customers } = await find(text);
    assert.deepEqual([friendlyNames, customers], [[], []], text);
  }
});

test('addresses are networks, each once, whatever is typed of them', async () => {
  for (const text of ['192.0.2.', '192.0.2.2', '192.0.2.77', '::ffff:192.0.2.77']) {
    assert.deepEqual(await addressesOf(text), ['192.0.2.0'], text);
  }
  assert.deepEqual(await addressesOf('19'), ['192.0.2.0', '192.0.20.0', '198.51.100.0']);
  assert.deepEqual(await addressesOf('2001:DB8'), ['2001:db8:1::', '2001:db8:2::', '2001:db8::']);
  assert.deepEqual(await addressesOf('2001:db8:1:99'), ['2001:db8:1::']);
  assert.deepEqual(await addressesOf('2001:db8::77'), ['2001:db8::']);
  assert.deepEqual(await addressesOf('::'), ['::']);
  assert.deepEqual(await addressesOf('fe80'), ['fe80::']);
  assert.deepEqual(await addressesOf('Desk'), []);
  assert.equal((await find('1', 2)).addresses.length, 2);
});

test('each kind asks for the permission of its list; a lock sees nothing', async () => {
  const keysOnly = await find('gebnc', 20, await server.token({ permissions: ['GetKeys'] }));
  assert.deepEqual(keysOnly.keys[0]?.customer, { id: 1, name: null });
  const { keys: _keys, ...others } = await find('e', 20, await server.token({ permissions: ['GetKeys'] }));
  const lists = Object.values(others).filter((value) => Array.isArray(value));
  assert.deepEqual(lists, [[], [], [], [], []]);
  const locked = await server.call('ai/Search', await server.token({ productLock: productId }), { Query: 'g' });
  assert.deepEqual(locked.body, { result: 1, message: SENTENCES.accessDenied });
});

const MANY = 30_000;

/** For the values at hand; a statement that is prepared also for any. */
const plansOf = async ({ name, text, values }: Statement<object>): Promise<readonly string[]> => {
  const plans: string[] = [];
  for (const mode of ['force_custom_plan', ...(name === '' ? [] : ['force_generic_plan'])]) {
    await owner.query(`set plan_cache_mode = ${mode}`);
    await owner.query('deallocate all');
    await owner.query(`prepare searched as ${text}`);
    const given = values.map((value) => (typeof value === 'number' ? String(value) : `'${String(value)}'`));
    const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`explain execute searched(${given.join()})`);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
  }
  return plans;
};

/** A Citus coordinator shows plans in another way. */
const skip = CITUS_URL !== undefined && 'done without CITUS_URL';

test('each search is served by its index among many rows', { skip }, async () => {
  await owner.query(
    `insert into log_device select 1, n, 'm' || n, 'N ' || md5(n::text), 'M' || n, 'n ' || md5(n::text), n
     from generate_series(1000, ${MANY}) n`,
  );
  await owner.query(
    `insert into log_address select 1, n, 602 + n, concat_ws('.', 10, n % 7, n / 7 % 250, n % 250), '' from generate_series(1000, ${MANY}) n`,
  );
  await owner.query(
    `insert into customer select 1, n, md5(n::text), null, null, '', n::text, 0, false, false, false
     from generate_series(1000, ${MANY}) n`,
  );
  await owner.query(
    `insert into license (account_id, global_id, product_id, id, key, created, expires, period, features, block,
       trial_activation, max_no_of_machines, reseller_id, optional_field)
     select 1, n, 1, n, md5(n::text), 0, 0, 0, '{}', false, false, 0, 0, 0 from generate_series(1000, ${MANY}) n`,
  );
  // Autovacuum would bring what waits in front of the trigram indexes into them.
  await owner.query('vacuum analyze');
  for (const [index, statement] of [
    ['license_key_prefix', sql.searchKeys(1, 'ABC', 10)],
    ['log_device_prefix', sql.searchMachines(1, 'M123', 10)],
    ['log_device_name', sql.searchFriendlyNames(1, '%abcde%', 10)],
    ['customer_texts', sql.searchCustomers(1, '%abcde%', 10)],
    ['log_address_prefix', sql.searchNetworks(1, '10.3.', 10)],
  ] as const) {
    for (const plan of await plansOf(statement)) {
      assert.match(plan, new RegExp(`\\b${index}\\b`), plan);
      assert.doesNotMatch(plan, /Seq Scan on (?:license|log_|customer)/, plan);
    }
  }
  assert.equal((await find('10.3.')).addresses.length, 20);
});
