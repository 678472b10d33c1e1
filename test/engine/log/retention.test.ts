import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, readConfig } from '../../../src/config.js';
import { KEPT_FOR_EVER, type RetentionPeriods } from '../../../src/domain/log/retentionPeriods.js';
import { monthOf } from '../../../src/domain/time/month.js';
import { Retention } from '../../../src/engine/log/retention.js';
import { addLicense } from '../../harness/licenses.js';
import { licenseServer } from '../../harness/server.js';

const DAY_MS = 86_400_000;

const now = Date.now();

const { server, token } = await licenseServer();
const owner = await server.connectOwner();

/** Rows are removed three at a time, so that every round takes several statements. */
const retention = (periods: Partial<RetentionPeriods>): Retention =>
  new Retention({
    database: server,
    periods: { ...KEPT_FOR_EVER, ...periods },
    onError: (error) => assert.fail(String(error)),
    batchRows: 3,
  });

const column = async <T>(text: string): Promise<readonly T[]> => {
  const { rows } = await owner.query<{ value: T }>(text);
  return rows.map((row) => row.value);
};

// spec(GetEvents): stored for at least 30 days
// spec(RegisterEvent and RegisterEvents): age goes by arrival, not by Time
test('old events go, the others and the ids to come stay', async () => {
  await owner.query(
    `insert into event select 1, n, $1::bigint + n * ${DAY_MS}::bigint, 5, 0, 0, '', '', '', 0, '', '' from generate_series(1, 40) n`,
    [now - 41 * DAY_MS],
  );
  await owner.query('update event_head set last_id = 40');
  await retention({ eventDays: 0 }).run();
  assert.equal((await column('select id as value from event')).length, 40, '0 keeps for ever');
  await retention({ eventDays: 30 }).run();
  // Event n is 41 - n days old: the eleventh is 30 days old, give or take the seconds of this test.
  const kept = (await column<string>('select id::text as value from event order by id')).map(Number);
  assert.deepEqual(
    kept.filter((id) => id !== 11),
    Array.from({ length: 29 }, (_, index) => index + 12),
  );
  await server.call('ai/RegisterEvent', token, {});
  const answer = await server.call('ai/GetEvents', token, { Limit: 100, Time: Math.floor(now / 1000) - 60 });
  assert.deepEqual(answer.body.events, [], 'found by bisection although the oldest ids are gone');
  const later = await server.call('ai/GetEvents', token, { Time: `{"gte":${Math.floor(now / 1000) - 60}}` });
  assert.deepEqual(
    (later.body.events as { id: number }[]).map((event) => event.id),
    [41],
  );
});

// spec(GetObjectLog): kept for at least 30 days
test('old rows of the Object Log go', async () => {
  const rows = await column<string>('select id::text as value from object_log order by id');
  await owner.query('update object_log set time = $1', [now - 31 * DAY_MS]);
  await server.token();
  await retention({ objectLogDays: 0 }).run();
  assert.equal((await column('select id as value from object_log')).length, rows.length + 1);
  await retention({ objectLogDays: 30 }).run();
  assert.deepEqual(await column('select id::int as value from object_log'), [rows.length + 1]);
});

test('tokens of single keys go a month after they lapsed, and no other token', async () => {
  const { productId } = await server.product();
  const { licenseId } = await addLicense(server.engine, { productId, key: 'LOCKED' });
  const locker = await server.token({ keyLock: -1 });
  const before = await column<number>('select token_id as value from token order by token_id');
  const lapsedFor = async (days: number | null, keyLock = licenseId): Promise<number> => {
    await server.token({ keyLock, expires: days === null ? null : now - days * DAY_MS });
    const [made] = await column<number>('select max(token_id) as value from token');
    return made ?? 0;
  };
  const kept: number[] = [...before];
  const gone: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    gone.push(await lapsedFor(31), await lapsedFor(400));
    kept.push(await lapsedFor(29), await lapsedFor(-1), await lapsedFor(null), await lapsedFor(400, 0));
  }
  const { body } = await server.call('auth/KeyLock', locker, { ProductId: productId, Key: 'LOCKED' });
  assert.equal(body.result, 0);
  kept.push(...(await column<number>('select max(token_id) as value from token')));
  await retention({}).run();
  assert.deepEqual(await column('select token_id as value from token order by token_id'), kept);
  assert(gone.length > 3);
  const still = await server.call('key/GetKey', String(body.token), { ProductId: productId, Key: 'LOCKED' });
  assert.equal(still.body.result, 0);
});

test('addresses of old months are blanked, their country stays, and the log row with them', async () => {
  const month = monthOf(now);
  await owner.query(
    `insert into log_address select 1, n, $1::int - n / 10, '203.0.113.' || n, 'SE' from generate_series(1, 49) n`,
    [month],
  );
  await owner.query('update log_head set last_address_no = 49');
  await owner.query(
    `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
     select 1, 0, n, $1, 0, n, 2011, 1 from generate_series(1, 49) n`,
    [now],
  );
  await owner.query('update log_head set last_id = 49');
  await retention({ addressMonths: 2 }).run();
  const left = await column<number>(`select (address_no) as value from log_address where address <> '' order by 1`);
  // Month of use minus two is kept whole: a period counts from the end of the month.
  assert.deepEqual(
    left,
    Array.from({ length: 29 }, (_, index) => index + 1),
  );
  assert.deepEqual(await column(`select distinct country as value from log_address`), ['SE']);
  const answer = await server.call('ai/GetWebAPILog', token, { Limit: 49 });
  const shown = (answer.body.logs as { ip: string }[]).map((row) => row.ip);
  assert.deepEqual([shown[0], shown[28], shown[29], shown[48]], ['203.0.113.0', '203.0.113.0', '', '']);
});

test('a new row finds its address again after others of its month were blanked', async () => {
  const product = await server.product();
  await addLicense(server.engine, { productId: product.productId, key: 'AGAIN' });
  const activate = () =>
    server.call('key/Activate', token, { ProductId: product.productId, Key: 'AGAIN', MachineCode: 'm' });
  await activate();
  await activate();
  assert.deepEqual(await column(`select address as value from log_address where address like '127%'`), ['127.0.0.1']);
});

test('addresses of machines activated long ago are blanked, younger ones stay', async () => {
  const product = await server.product();
  for (let key = 1; key <= 8; key += 1) {
    const license = { productId: product.productId, key: `M-${key}`, maxNoOfMachines: 5 };
    await addLicense(server.engine, license);
    await server.call('key/Activate', token, { ProductId: license.productId, Key: license.key, MachineCode: 'old' });
  }
  await owner.query(`update machine set time = $1 where machine_code = 'old'`, [now - 80 * DAY_MS]);
  await server.call('key/Activate', token, { ProductId: product.productId, Key: 'M-8', MachineCode: 'young' });
  await server.call('key/Activate', token, { ProductId: product.productId, Key: 'M-7', MachineCode: 'middle' });
  await owner.query(`update machine set time = $1 where machine_code = 'middle'`, [now - 45 * DAY_MS]);
  await retention({ addressMonths: 2 }).run();
  assert.deepEqual(await column(`select distinct ip as value from machine where machine_code = 'old'`), ['']);
  const kept = await column(`select ip as value from machine where machine_code in ('young', 'middle')`);
  assert.deepEqual(kept, ['127.0.0.1', '127.0.0.1']);
});

test('starts with a round, and stops', async () => {
  await owner.query(`insert into event select 1, 1, 5, 5, 0, 0, '', '', '', 0, '', '' on conflict do nothing`);
  const started = retention({ eventDays: 30 });
  started.start();
  while ((await column('select id as value from event where id = 1')).length > 0) await new Promise(setImmediate);
  await started.stop();
});

// spec(GetEvents): no setting below 30 days
// spec(GetObjectLog): no setting below 30 days
test('settings: 0 or at least 30 days; addresses 24 months unless said otherwise', () => {
  const read = (env: NodeJS.ProcessEnv) => readConfig({}, env).retention;
  assert.deepEqual(read({}), { eventDays: 0, objectLogDays: 0, addressMonths: 24 });
  assert.deepEqual(
    read({
      KEYLEDGER_EVENT_RETENTION_DAYS: '30',
      KEYLEDGER_OBJECT_LOG_RETENTION_DAYS: '90',
      KEYLEDGER_ADDRESS_RETENTION_MONTHS: '0',
    }),
    { eventDays: 30, objectLogDays: 90, addressMonths: 0 },
  );
  for (const days of ['29', '-1', 'x', '1e3']) {
    assert.throws(() => read({ KEYLEDGER_EVENT_RETENTION_DAYS: days }), ConfigError, days);
    assert.throws(() => read({ KEYLEDGER_OBJECT_LOG_RETENTION_DAYS: days }), ConfigError, days);
  }
});
