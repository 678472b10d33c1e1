import assert from 'node:assert/strict';
import { test } from 'node:test';
import { need } from '../../../src/domain/batch/need.js';
import { SideTables } from '../../../src/engine/batch/sideNumbers.js';
import { importLicenses } from '../../../src/engine/transfer/importLicenses.js';
import { createProduct } from '../../harness/administer.js';
import { HistoryBench, type Lines, PRODUCT, START, shownLicense, shownRow } from '../../harness/history.js';
import { serverOfFile } from '../../harness/server.js';

/** What an import with a history stores, what it refuses, and in which words. */

const server = await serverOfFile();

const withBench = async (work: (bench: HistoryBench) => Promise<void>): Promise<void> => {
  const bench = await HistoryBench.make(server);
  try {
    await work(bench);
  } finally {
    await bench.remove();
  }
};

const now = (): number => Math.floor(Date.now() / 1000);

test('rows keep time and state, get ids of their own, and carry the terms of their license', () =>
  withBench(async (bench) => {
    const customer = { Id: 5, Name: 'Ann', Email: null, CompanyName: null, Created: START };
    const licenses = [shownLicense(1, { Customer: customer, MaxNoOfMachines: 9 }), shownLicense(2)];
    const rows = [
      shownRow(700, { state: 2012 }),
      shownRow(705, { key: 'KEY-2', state: 2014, floatingExpires: START + 1000, machineCode: 'b', friendlyName: 'B' }),
      shownRow(703, { time: START + 706, key: 'GONE', state: 8014, doId: 12, doIntValue: -3, machineCode: null }),
      shownRow(800, { productId: 999, key: 'X', state: 2020, ip: '2001:6b0::', time: START + 40 * 86_400 }),
    ];
    const summary = await bench.import(licenses, rows);
    assert.deepEqual(summary, {
      licenses: 2,
      imported: 2,
      known: 0,
      machines: 0,
      leasesLeftOut: 0,
      rows: 4,
      importedRows: 4,
      seatRows: 0,
    });
    assert.deepEqual(
      await bench.log(),
      rows.map((row, index) => ({ ...row, id: index + 1 })),
    );
    assert.deepEqual(await Promise.all([0, 1, 2, 3, 4, 5].map((id) => bench.sourceOf(id))), [
      ...[null, 700, 705, 703, 800, null],
    ]);
    const device = (machine_code: string | null, friendly_name: string | null) => ({
      machine_code,
      friendly_name,
      machine_code_normalized: machine_code?.toUpperCase() ?? null,
    });
    const none = { license_id: 0, customer_id: 0, seat_limit: 0, token_id: 0, floating_interval: 0 };
    const january = { month: 2026 * 12, address: '8.8.8.0', country: 'US' };
    const common = { method: 0, product_id: PRODUCT };
    assert.deepEqual(await bench.stored(), [
      {
        ...none,
        ...common,
        ...january,
        ...device('pc', ''),
        id: 1,
        time: (START + 700) * 1000,
        state: 2012,
        detail: '',
        license_id: 1,
        customer_id: 5,
        seat_limit: 9,
      },
      {
        ...none,
        ...common,
        ...january,
        ...device('b', 'B'),
        id: 2,
        time: (START + 705) * 1000,
        state: 2014,
        detail: '',
        license_id: 2,
        seat_limit: 3,
        floating_interval: 295,
      },
      {
        ...none,
        ...common,
        ...january,
        ...device(null, null),
        id: 3,
        time: (START + 706) * 1000,
        state: 8014,
        detail: 'd12,-3kGONE',
      },
      {
        ...none,
        ...common,
        ...device('pc', ''),
        id: 4,
        time: (START + 40 * 86_400) * 1000,
        state: 2020,
        month: 2026 * 12 + 1,
        address: '2001:6b0::',
        country: 'SE',
        product_id: 999,
        detail: 'kX',
      },
    ]);
    const heads = await bench.heads();
    assert.deepEqual([heads.last_id, heads.row_count, heads.last_data_object_id], [4, 4, 12]);
  }));

test('rows, whole answers and empty lines may take turns; batches may end anywhere', () =>
  withBench(async (bench) => {
    const rows = Array.from({ length: 2500 }, (_, index) =>
      shownRow(index + 1, { time: START + Math.floor(index / 3) }),
    );
    const lines: Lines = [
      ...rows.slice(0, 3),
      '',
      { logs: rows.slice(3, 1200), result: 0, message: null },
      { logs: [] },
      rows[1200] ?? {},
      { Logs: rows.slice(1201) },
    ];
    const progress: string[] = [];
    const summary = await bench.import([shownLicense(1)], lines, {
      batchRows: 1000,
      onProgress: (step) => progress.push(`${step.pass} ${'rows' in step ? step.rows : step.licenses}`),
    });
    assert.equal(summary.importedRows, 2500);
    assert.deepEqual(progress, ['check 1', 'store 1', 'history 1000', 'history 2000', 'history 2500']);
    assert.deepEqual(await bench.log(), rows);
    const asked = [1, 999, 1000, 1001, 2000, 2001, 2500, 2501];
    assert.deepEqual(await Promise.all(asked.map((id) => bench.sourceOf(id))), [...asked.slice(0, 7), null]);
  }));

test('a bad row is named with its line, and nothing of its batch is stored', async () => {
  const good = [shownRow(1), shownRow(2)];
  const unknownProduct =
    'it is a success for product 999, which does not exist here: import its licenses, or create it with "product create --id 999"';
  const ahead = now() + 3600;
  const bad: readonly [object | string, string][] = [
    ['{"id":3,', 'line 3: it is not JSON: each line must be one row, or one whole answer'],
    [shownRow(3, { state: 2030 }), 'line 3: there is no state 2030'],
    [{ logs: [shownRow(3), shownRow(4, { state: 2030 })] }, 'line 3, row 2 of it: there is no state 2030'],
    [shownRow(3, { productId: 999 }), `line 3: ${unknownProduct}`],
    [{ logs: [shownRow(3), shownRow(4, { productId: 999 })] }, `line 3, row 2 of it: ${unknownProduct}`],
    [shownRow(2), 'line 3: the row of id 2 stands in the file twice'],
    [
      { logs: [shownRow(5), shownRow(4)] },
      'line 3, row 2 of it: its time (2026-01-01T00:00:04.000Z) is before that of the row before it (2026-01-01T00:00:05.000Z): rows must come oldest first',
    ],
    [shownRow(3, { time: ahead }), `line 3: its time (${new Date(ahead * 1000).toISOString()}) is in the future`],
  ];
  for (const [line, reason] of bad) {
    await withBench(async (bench) => {
      const lines = [...good, line];
      await assert.rejects(bench.import([shownLicense(1)], lines), { message: `${reason}\nno log row was imported` });
      assert.deepEqual(await bench.stored(), []);
      // Whoever mends the line goes on; here with batches that had stored what stands before it.
      await assert.rejects(bench.import([shownLicense(1)], lines, { batchRows: 2 }), {
        message: `${reason}\n2 rows before it are stored; import again to go on`,
      });
      assert.deepEqual(await bench.log(), good);
      const { importedRows } = await bench.import([shownLicense(1)], [...good, shownRow(6)]);
      assert.equal(importedRows, 1);
      assert.deepEqual(
        (await bench.log()).map(({ time }) => time),
        [START + 1, START + 2, START + 6],
      );
    });
  }
});

test('a success may name no product, one without licenses that was made, and a refusal any', () =>
  withBench(async (bench) => {
    await createProduct(server.engine, bench.accountId, {
      productId: 50,
      name: 'made',
      description: '',
      isPublic: false,
    });
    const nothing = { key: '', machineCode: null };
    const rows = [
      shownRow(1, { productId: 0, state: 8013, ...nothing }),
      shownRow(2, { productId: 50, state: 8011, ...nothing }),
      shownRow(3, { productId: 51, state: 8020, ...nothing }),
    ];
    await bench.import([], rows);
    assert.deepEqual(await bench.log(), rows);
  }));

test('a history is the beginning of a log or nothing: an account with rows of its own is refused', () =>
  withBench(async (bench) => {
    const refusal = {
      message: `the log of account ${bench.accountId} has rows of its own: a history can only be the beginning of a log, so import it into an unused account`,
    };
    const seated = shownLicense(1, { ActivatedMachines: [{ Mid: 'pc', IP: '', Time: START }] });
    await importLicenses(server.engine, bench.accountId, {
      path: await bench.write('licenses', [seated]),
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    const before = await bench.stored();
    await assert.rejects(bench.import([shownLicense(1), shownLicense(2)], [shownRow(1)]), refusal);
    assert.deepEqual(await bench.stored(), before);
    // Not even a license came with it.
    const state = await server.engine
      .access(bench.accountId)
      .load([need.license({ productId: PRODUCT, key: 'KEY-2' })]);
    assert.equal(state.license(PRODUCT, 'KEY-2'), undefined);
  }));

test('a request that slips in half-way ends the import; nothing is doubled, and seats that were imported are in the log', () =>
  withBench(async (bench) => {
    const rows = Array.from({ length: 30 }, (_, index) => shownRow(index + 1));
    const licenses = [shownLicense(1, { ActivatedMachines: [{ Mid: 'held', IP: '', Time: START }] })];
    const request = (): Promise<unknown> =>
      server.call('key/Deactivate', bench.token, { ProductId: PRODUCT, Key: 'KEY-1', MachineCode: 'live' });
    let slipped: Promise<unknown> | undefined;
    const onProgress = ({ pass }: { readonly pass: string }): void => {
      if (pass === 'history') slipped ??= request();
    };
    await assert.rejects(bench.import(licenses, rows, { batchRows: 1, onProgress }), /has rows of its own/);
    await slipped;
    const log = await bench.log();
    const own = log.length - 2;
    assert(own >= 1 && own < 30);
    assert.equal(log.filter(({ machineCode }) => machineCode === 'live').length, 1);
    assert.deepEqual([log.at(-1)?.state, log.at(-1)?.machineCode], [5010, 'held']);
    await assert.rejects(bench.import(licenses, rows), /has rows of its own/);
    assert.deepEqual(await bench.log(), log);
  }));

test('an import that was killed when a request slipped in leaves its seats to the next one', () =>
  withBench(async (bench) => {
    const rows = [shownRow(1)];
    const licenses = [shownLicense(1, { ActivatedMachines: [{ Mid: 'held', IP: '', Time: START }] })];
    const stopping = new AbortController();
    await assert.rejects(
      bench.import(licenses, rows, {
        signal: stopping.signal,
        onProgress: ({ pass }) => {
          if (pass === 'store') stopping.abort(new Error('killed'));
        },
      }),
      /killed/,
    );
    await server.call('key/Deactivate', bench.token, { ProductId: PRODUCT, Key: 'KEY-1', MachineCode: 'live' });
    await assert.rejects(bench.import(licenses, rows), /has rows of its own/);
    assert.deepEqual(
      (await bench.log()).map(({ state, machineCode }) => [state, machineCode]),
      [
        [6020, 'live'],
        [5010, 'held'],
      ],
    );
  }));

test('imported again, files change nothing; rows that were added to the end are imported', () =>
  withBench(async (bench) => {
    const rows = Array.from({ length: 10 }, (_, index) => shownRow(index + 1));
    await bench.import([shownLicense(1)], rows);
    const [before, heads] = [await bench.stored(), await bench.heads()];
    const again = await bench.import([shownLicense(1)], rows);
    assert.deepEqual([again.known, again.rows, again.importedRows, again.seatRows], [1, 10, 0, 0]);
    assert.deepEqual([await bench.stored(), await bench.heads()], [before, heads]);
    // The same rows as whole answers are the same history.
    const { importedRows } = await bench.import([shownLicense(1)], [{ logs: [...rows, shownRow(11)] }, shownRow(12)]);
    assert.equal(importedRows, 2);
    assert.deepEqual(await bench.log(), [...rows, shownRow(11), shownRow(12)]);
  }));

test('another file does not go on with what one file began, and an import that is complete may be used', () =>
  withBench(async (bench) => {
    const rows = Array.from({ length: 10 }, (_, index) => shownRow(index + 1));
    await bench.import([shownLicense(1)], rows, { batchRows: 3 });
    const refusal = {
      message: 'this is not the file that the import began with: its first 10 rows are not those that are stored',
    };
    const others: readonly Lines[] = [
      rows.slice(0, 9),
      [],
      [...rows.slice(0, 4), shownRow(5, { ip: '9.9.9.0' }), ...rows.slice(5), shownRow(11)],
      [shownRow(1, { id: 99 }), ...rows.slice(1)],
    ];
    for (const other of others) await assert.rejects(bench.import([shownLicense(1), shownLicense(2)], other), refusal);
    assert.deepEqual(await bench.log(), rows);
    await server.call('key/Deactivate', bench.token, { ProductId: PRODUCT, Key: 'KEY-1', MachineCode: 'live' });
    assert.equal((await bench.import([shownLicense(1)], rows)).importedRows, 0);
    await assert.rejects(bench.import([shownLicense(1)], [...rows, shownRow(11)]), /has rows of its own/);
  }));

test('an address is kept for the month of its row', async () => {
  const sideTables = new SideTables(() => 1);
  const head = { last_subject_no: 0, last_device_no: 0, last_address_no: 0 };
  const value = {
    productId: 0,
    licenseId: 0,
    customerId: 0,
    seatLimit: 0,
    tokenId: 0,
    floatingInterval: 0,
    machineCode: null,
    friendlyName: '',
    address: '192.0.2.1',
  };
  const rows = [24_000, 24_001, 24_000].map((month) => ({ ...value, month }));
  const { numbers } = await sideTables.resolve(async () => [], 1, head, rows);
  assert.deepEqual(
    numbers.map(({ addressNo }) => addressNo),
    [1, 2, 1],
  );
});
