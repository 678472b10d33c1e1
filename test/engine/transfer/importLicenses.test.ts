import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { need } from '../../../src/domain/batch/need.js';
import type { License } from '../../../src/domain/entities/licensing.js';
import { importLicenses } from '../../../src/engine/transfer/importLicenses.js';
import { createProduct } from '../../harness/administer.js';
import { addLicense } from '../../harness/licenses.js';
import { startTestServer, type TestServer } from '../../harness/server.js';

let server: TestServer;
let directory: string;
let lastProductId = 1000;

before(async () => {
  server = await startTestServer();
  directory = await mkdtemp(join(tmpdir(), 'keyledger-import-'));
});

after(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

const HOUR_S = 3600;
const now = Math.floor(Date.now() / 1000);

/** A license of a product that no other test uses; its ids are made from the product's. */
const licenseOf = (productId: number, number = 1, details: object = {}): Record<string, unknown> => ({
  ProductId: productId,
  ID: number,
  Key: `KEY-${number}`,
  Created: 1_500_000_000,
  Expires: 1_900_000_000,
  GlobalId: productId * 1000 + number,
  MaxNoOfMachines: 2,
  ActivatedMachines: [{ Mid: `machine-${number}`, IP: '203.0.113.7', Time: 1_600_000_000 }],
  DataObjects: [{ Id: productId * 1000 + number, Name: 'n', StringValue: 's', IntValue: number }],
  ...details,
});

const newProductId = (): number => {
  lastProductId += 1;
  return lastProductId;
};

const importLines = async (lines: readonly (object | string)[]) => {
  const path = join(directory, 'licenses');
  await writeFile(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const progress: string[] = [];
  const summary = await importLicenses(server.engine, 1, {
    path,
    onProgress: ({ pass, licenses }) => progress.push(`${pass} ${licenses}`),
    signal: new AbortController().signal,
  });
  return { summary, progress };
};

interface LogRow {
  readonly id: number;
  readonly state: number;
  readonly method: number;
  readonly license_id: number;
  readonly machine_code: string;
  readonly friendly_name: string;
  readonly floating_interval: number;
}

const logOf = (productId: number): Promise<readonly LogRow[]> =>
  server.readers.run<LogRow>({
    name: 'log_of',
    text: `select l.id, l.state, l.method, s.license_id, d.machine_code, d.friendly_name, s.floating_interval
      from web_api_log l join log_subject s using (account_id, subject_no)
      left join log_device d using (account_id, device_no)
      where account_id = 1 and s.product_id = $1 order by l.id`,
    values: [productId],
  });

/** The last ids that the account gave out: anything that is written moves one of them. */
const heads = async (): Promise<object> => {
  const [head] = await server.readers.run<{ head: object }>({
    name: 'heads',
    text: 'select to_json(h) as head from log_head h where account_id = 1',
    values: [],
  });
  assert(head !== undefined);
  return head.head;
};

const stored = async (productId: number, key: string): Promise<License | undefined> => {
  const state = await server.engine.access(1).load([need.license({ productId, key })]);
  return state.license(productId, key);
};

// spec(writing the log): 5010: for each machine that an import brings
test('ids and dates are kept, later ids lie beyond, each machine leaves a row', async () => {
  const productId = newProductId();
  const customer = { Id: 5_000, Name: 'Ann', Email: 'a@b.c', CompanyName: null, Created: 1_400_000_000 };
  const machines = [
    { Mid: 'node', FriendlyName: 'Desk', IP: '203.0.113.7', Time: 1_600_000_000 },
    { Mid: 'floating:lease', FriendlyName: '', IP: '', Time: 1_500_000_001, FloatingExpires: now + HOUR_S },
    { Mid: 'floating:overdraft:over', IP: '', Time: 1_600_000_000, FloatingExpires: now + HOUR_S },
    { Mid: 'floating:lapsed', IP: '', Time: 1_600_000_000, FloatingExpires: now - 1 },
    { Mid: 'floating:unknown', IP: '', Time: 1_600_000_000 },
  ];
  const { summary } = await importLines([
    licenseOf(productId, 40, { Customer: customer, ActivatedMachines: machines }),
    licenseOf(productId, 12, { Customer: customer, ActivatedMachines: [] }),
  ]);
  assert.deepEqual(summary, { licenses: 2, imported: 2, known: 0, machines: 3, leasesLeftOut: 2 });
  const license = await stored(productId, 'KEY-40');
  assert.equal(license?.licenseId, productId * 1000 + 40);
  assert.equal(license?.idInProduct, 40);
  assert.equal(license?.created, 1_500_000_000_000);
  assert.equal(license?.firstActivated, 1_500_000_001_000);
  assert.equal(license?.customerId, 5_000);
  const state = await server.engine.access(1).load([need.product(productId)]);
  assert.equal(state.product(productId)?.lastLicenseId, 40);
  const rows = await logOf(productId);
  assert.deepEqual(
    rows.map((row) => [row.state, row.method, row.machine_code, row.friendly_name, row.floating_interval > 0]),
    [
      [5010, 0, 'node', 'Desk', false],
      [5010, 0, 'lease', '', true],
      [5010, 0, 'over', '', true],
    ],
  );
  // The log's lease ends when the machine's does.
  assert(Math.abs((rows[1]?.floating_interval ?? 0) - HOUR_S) <= 60);
  const added = await addLicense(server.engine, { productId, key: 'LATER' });
  assert(added.licenseId > productId * 1000 + 40);
  const { productId: next } = await createProduct(server.engine, 1, {
    name: 'next',
    description: '',
    isPublic: false,
    productId: undefined,
  });
  assert(next > productId);
  lastProductId = next;
});

// spec(writing the log): 5010: once
test('importing twice changes nothing, also after the license was used', async () => {
  const productId = newProductId();
  const lines = [1, 2, 3].map((number) => licenseOf(productId, number));
  await importLines(lines);
  const token = await server.token();
  const used = await server.call('key/Activate', token, { ProductId: productId, Key: 'KEY-1', MachineCode: 'another' });
  assert.equal(used.body.result, 0);
  const before = await heads();
  const { summary } = await importLines(lines);
  assert.deepEqual(summary, { licenses: 3, imported: 0, known: 3, machines: 0, leasesLeftOut: 0 });
  assert.deepEqual(await heads(), before);
});

test('two imports of one file at once store each license once', async () => {
  const productId = newProductId();
  const lines = Array.from({ length: 100 }, (_, index) => licenseOf(productId, index + 1));
  const summaries = (await Promise.all([importLines(lines), importLines(lines)])).map(({ summary }) => summary);
  assert.equal((summaries[0]?.imported ?? 0) + (summaries[1]?.imported ?? 0), 100);
  assert.equal((await logOf(productId)).length, 100);
});

test('an import that was interrupted is completed by running it again', async () => {
  const productId = newProductId();
  const lines = [1, 2, 3].map((number) => licenseOf(productId, number));
  await importLines(lines.slice(0, 2));
  const { summary } = await importLines(lines);
  assert.equal(summary.imported, 1);
  assert.equal((await logOf(productId)).length, 3);
});

test('a bad line is named and nothing of the file is stored', async () => {
  const productId = newProductId();
  const other = newProductId();
  await importLines([licenseOf(other, 1)]);
  const taken = other * 1000 + 1;
  const bad: readonly [object | string, RegExp][] = [
    ['{"ProductId"', /line 3: it is not JSON/],
    [{ licenseKeys: [] }, /line 3: it is a whole answer: write the licenses in it, each on a line of its own/],
    [licenseOf(productId, 1), /line 3: GlobalId \d+ stands in the file twice/],
    [licenseOf(productId, 9, { Key: 'KEY-1' }), /line 3: the key of license \d+ stands in the file twice/],
    [licenseOf(productId, 9, { ID: 1 }), /line 3: ID 1 of product \d+ stands in the file twice/],
    [
      licenseOf(productId, 9, { DataObjects: [{ Id: productId * 1000 + 1, Name: '' }] }),
      /line 3: data object \d+ stands in the file twice/,
    ],
    [licenseOf(productId, 9, { GlobalId: taken }), /line 3: GlobalId \d+ is here already, with another key/],
    [licenseOf(other, 9, { Key: 'KEY-1' }), /line 3: its key is here already, with GlobalId \d+/],
    [licenseOf(other, 9, { ID: 1 }), /line 3: ID 1 of product \d+ is here already: license \d+/],
    [licenseOf(other, 1, { Block: true }), /line 3: license \d+ is here already, with another Block/],
    [
      licenseOf(productId, 9, { DataObjects: [{ Id: taken, Name: '' }] }),
      /line 3: data object \d+ is here already and belongs to another/,
    ],
  ];
  const before = await heads();
  for (const [line, reason] of bad) {
    await assert.rejects(importLines([licenseOf(productId, 1), '', line, licenseOf(productId, 3)]), reason);
  }
  assert.deepEqual(await heads(), before);
  assert.equal(await stored(productId, 'KEY-1'), undefined);
});

test('two customers of one id are refused, within the file and against what is here', async () => {
  const productId = newProductId();
  const customer = (Name: string) => ({ Customer: { Id: 6_000, Name, Email: null, CompanyName: null, Created: 1 } });
  const lines = [licenseOf(productId, 1, customer('Ann')), licenseOf(productId, 2, customer('Bob'))];
  await assert.rejects(importLines(lines), /line 2: customer 6000 stands in the file with other details/);
  await importLines(lines.slice(0, 1));
  await assert.rejects(importLines(lines.slice(1)), /line 1: customer 6000 is here already and is another/);
});

test('a license that was deleted here does not come back', async () => {
  const productId = newProductId();
  await addLicense(server.engine, { productId, key: 'GONE', licenseId: productId * 1000 + 7, deletedAt: 1 });
  const again = licenseOf(productId, 7, { Key: 'GONE' });
  await assert.rejects(importLines([again]), /line 1: license \d+ was deleted here/);
});

test('long files are read in pieces; U+2028 ends no line', async () => {
  const productId = newProductId();
  const lines = Array.from({ length: 600 }, (_, index) =>
    licenseOf(productId, index + 1, { ActivatedMachines: [], Notes: 'a\u2028b' }),
  );
  const { summary, progress } = await importLines(lines);
  assert.equal(summary.imported, 600);
  assert.deepEqual(progress, ['check 256', 'check 512', 'check 600', 'store 256', 'store 512', 'store 600']);
  const license = await stored(productId, 'KEY-600');
  assert.equal(license?.notes, 'a\u2028b');
});
