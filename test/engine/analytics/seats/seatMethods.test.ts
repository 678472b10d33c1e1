import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SENTENCES } from '../../../../src/domain/sentences.js';
import { DAY_MS } from '../../../../src/domain/time/time.js';
import { addLicense } from '../../../harness/licenses.js';
import { foldSeatLog } from '../../../harness/seatLog.js';
import { licenseServer, type TestParameters } from '../../../harness/server.js';

/** The methods after real calls, and what they refuse. */

const KEY = 'SEATS-KEY';

const { server, token, product } = await licenseServer();
const { productId } = product;
const { licenseId: keyId } = await addLicense(server.engine, { productId, key: KEY, maxNoOfMachines: 1 });

const call = (method: string, parameters: TestParameters = {}) =>
  server.call(method, token, { ProductId: productId, Key: KEY, ...parameters });

let folded = 0;

/** Folds what was logged since. */
const fold = async (): Promise<void> => {
  const [head] = await server.readers.run<{ last_id: number }>({
    name: '',
    text: 'select last_id from log_head where account_id = 1',
    values: [],
  });
  assert(head !== undefined);
  await foldSeatLog(server, { after: folded, upTo: head.last_id });
  folded = head.last_id;
};

interface Holder {
  readonly machineCode: string;
  readonly friendlyName: string;
  readonly key: string;
  readonly floating: boolean;
  readonly overdraft: boolean;
  readonly since: number;
  readonly until: number | null;
}

const holders = async (parameters: TestParameters): Promise<readonly Holder[]> => {
  const { body } = await server.call('ai/GetSeatHolders', token, parameters);
  assert.equal(body.message, null);
  return body.holders as readonly Holder[];
};

const usageToday = async (parameters: TestParameters) => {
  const { body } = await server.call('ai/GetSeatUsage', token, { Start: today(), ...parameters });
  assert.equal(body.message, null);
  return body;
};

const today = (): string => new Date().toISOString().slice(0, 10);

test('before anything is folded nobody holds a seat', async () => {
  assert.deepEqual(await holders({ KeyId: keyId }), []);
  const { total } = await usageToday({ KeyId: keyId });
  assert.equal((total as { seatsToAvoidDenials: number }).seatsToAvoidDenials, 0);
});

// spec(GetSeatUsage and GetSeatHolders): GetSeatHolders: machine, friendly name, since, until
// spec(GetSeatUsage and GetSeatHolders): GetSeatUsage: held, peak, denials, overdraft, limit
test('what real calls leave', async () => {
  await call('key/Activate', { MachineCode: 'desk', FriendlyName: 'Desk' });
  await call('key/Activate', { MachineCode: 'Desk' });
  await call('key/Activate', { MachineCode: 'a', FloatingTimeInterval: 100 });
  await call('key/Activate', { MachineCode: 'b', FloatingTimeInterval: 100 });
  await call('key/Activate', { MachineCode: 'b', FloatingTimeInterval: 100, MaxOverdraft: 1 });
  await call('key/Activate', { MachineCode: 'c', FloatingTimeInterval: 100, MaxOverdraft: 1 });
  await fold();
  const shown = await holders({ ProductId: productId, Key: KEY });
  assert.deepEqual(
    shown.map(({ machineCode, friendlyName, floating, overdraft, since, until }) => [
      ...[machineCode, friendlyName, floating, overdraft],
      until === null ? null : until - since,
    ]),
    [
      ['desk', 'Desk', false, false, null],
      ['a', '', true, false, 100],
      ['b', '', true, true, 100],
    ],
  );
  const { steps, total } = await usageToday({ KeyId: keyId });
  assert.deepEqual(steps, [
    {
      start: Date.parse(today()) / 1000,
      limit: 1,
      nodeLocked: { held: 0, peak: 1, denials: 1 },
      floating: { held: 0, peak: 2, denials: 2, overdraft: 1 },
    },
  ]);
  assert.equal((total as { seatsToAvoidDenials: number }).seatsToAvoidDenials, 3);
});

// spec(GetSeatUsage and GetSeatHolders): after a release, a trial key and DeleteKey
test('released seats, a trial key, a key that is deleted', async () => {
  await call('key/Deactivate', { MachineCode: 'a', Floating: true });
  // Its seat is a plain one now.
  await call('key/Activate', { MachineCode: 'b', FloatingTimeInterval: 100 });
  const trial = await server.call('key/CreateTrialKey', token, { ProductId: productId, MachineCode: 'laptop' });
  await fold();
  const shown = await holders({ ProductId: productId });
  assert.deepEqual(
    shown.map(({ machineCode, key, floating, overdraft }) => [machineCode, key, floating, overdraft]),
    [
      ['desk', KEY, false, false],
      ['b', KEY, true, false],
      ['laptop', trial.body.key, false, false],
    ],
  );
  await call('key/DeleteKey');
  await fold();
  assert.deepEqual(
    (await holders({ ProductId: productId })).map(({ machineCode }) => machineCode),
    ['laptop'],
  );
  const { total } = await usageToday({ KeyId: keyId });
  assert.equal((total as { nodeLocked: { peak: number } }).nodeLocked.peak, 1, 'its history stays, by its id');
  const { body } = await call('ai/GetSeatUsage');
  assert.equal(body.message, SENTENCES.keyNotFound);
});

const refusals: readonly [what: string, parameters: TestParameters, sentence: string][] = [
  ['nothing', {}, SENTENCES.inputIncorrect],
  ['a key without its product', { Key: 'OTHER' }, SENTENCES.inputIncorrect],
  ['an unknown product', { ProductId: 999 }, SENTENCES.productNotFound],
  ['an unknown key', { ProductId: 1, Key: 'NO-SUCH-KEY' }, SENTENCES.keyNotFound],
  ['a time below 0', { ProductId: 1, Time: -1 }, SENTENCES.inputIncorrect],
  ['a limit below 0', { ProductId: 1, Limit: -1 }, SENTENCES.inputIncorrect],
  ['a day that is not there', { ProductId: 1, Start: '2026-02-30' }, SENTENCES.startFormat],
  ['a day with a time', { ProductId: 1, End: '2026-02-01T00:00:00' }, SENTENCES.endFormat],
  ['an end before the start', { ProductId: 1, Start: '2026-02-02', End: '2026-02-01' }, SENTENCES.inputIncorrect],
  ['a step of 59 seconds', { ProductId: 1, Step: 59 }, SENTENCES.inputIncorrect],
  ['a step of more than a month', { ProductId: 1, Step: 31 * 86_400 + 1 }, SENTENCES.inputIncorrect],
  ['1,441 steps', { ProductId: 1, Start: '2026-02-01', End: '2026-02-02', Step: 119 }, SENTENCES.inputIncorrect],
];

for (const [what, parameters, sentence] of refusals) {
  // spec(GetSeatUsage and GetSeatHolders): sentences
  test(`refused: ${what}`, async () => {
    const about = 'Start' in parameters || 'End' in parameters || 'Step' in parameters ? 'Usage' : 'Holders';
    const { body } = await server.call(`ai/GetSeat${about}`, token, parameters);
    assert.deepEqual([body.result, body.message], [1, sentence]);
  });
}

// spec(GetSeatUsage and GetSeatHolders): defaults, empty parameters, the most steps, steps to come
test('1,440 steps are answered; empty parameters are none; steps to come are left out', async () => {
  const { body } = await server.call('ai/GetSeatUsage', token, {
    ProductId: productId,
    Key: '',
    KeyId: 0,
    Start: '2026-02-01',
    End: '2026-02-02',
    Step: 120,
  });
  assert.equal((body.steps as unknown[]).length, 1_440);
  const month = await usageToday({ ProductId: productId, Key: '', KeyId: 0, Start: '', End: '', Step: 0 });
  assert.equal((month.steps as unknown[]).length, 30);
  const tomorrow = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
  const { steps, total } = await usageToday({ ProductId: productId, End: tomorrow });
  assert.equal((steps as unknown[]).length, 1);
  const { end } = total as { end: number };
  assert(Math.abs(end - Date.now() / 1000) < 5);
  const nothing = await usageToday({ ProductId: productId, Start: tomorrow, End: tomorrow });
  assert.deepEqual(nothing.steps, []);
});

// spec(GetSeatUsage and GetSeatHolders): an unknown KeyId
test('an unknown key id has no history', async () => {
  assert.deepEqual(await holders({ KeyId: 999 }), []);
  const { steps } = await usageToday({ KeyId: 999 });
  assert.deepEqual(
    (steps as { limit: number | null }[]).map(({ limit }) => limit),
    [null],
  );
});

// spec(GetSeatUsage and GetSeatHolders): locks
test('locks narrow what is seen, and need not be named', async () => {
  const other = await server.product();
  const license = await addLicense(server.engine, { productId: other.productId, key: 'OTHER', maxNoOfMachines: 5 });
  await server.call('key/Activate', token, { ProductId: other.productId, Key: 'OTHER', MachineCode: 'x' });
  await fold();
  const seen = async (scope: { keyLock?: number; productLock?: number }, parameters: TestParameters) => {
    const { body } = await server.call('ai/GetSeatHolders', await server.token(scope), parameters);
    return body.message ?? (body.holders as readonly Holder[]).map(({ machineCode }) => machineCode).join();
  };
  const keyLock = license.licenseId;
  const productLock = other.productId;
  assert.equal(await seen({ keyLock }, {}), 'x');
  assert.equal(await seen({ productLock }, {}), 'x');
  assert.equal(await seen({ keyLock }, { ProductId: productId }), SENTENCES.productNotFound);
  assert.equal(await seen({ productLock }, { ProductId: productId }), SENTENCES.productNotFound);
  assert.equal(await seen({ keyLock }, { KeyId: keyId }), '');
  assert.equal(await seen({ productLock }, { KeyId: keyId }), '');
  assert.equal(await seen({ productLock: productId }, { KeyId: license.licenseId }), '');
  assert.equal(await seen({ keyLock: -1 }, { ProductId: other.productId }), SENTENCES.inputIncorrect);
  assert.equal(await seen({ keyLock: -1 }, { ProductId: other.productId, Key: 'OTHER' }), 'x');
});
