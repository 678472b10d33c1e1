import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { STATE_FAMILIES, STATES, type State } from '../src/domain/log/states.js';
import { isoWithoutZone } from '../src/domain/time/time.js';
import { importLicenses } from '../src/engine/transfer/importLicenses.js';
import { EXT_METHODS, METHODS } from '../src/methods/registry.js';
import { callExt, openLog, requestExt } from './harness/ext.js';
import { type LogRow, logOf } from './harness/loggedRows.js';
import { licenseServer, type TestParameters } from './harness/server.js';
import { createSubject, type Subject } from './harness/subject.js';

/**
 * Every state code, earned by each method that can earn it, over HTTP, and read back: from the table, and through
 * /Ext/WebAPILog as the log of the account, of the product and of the key.
 */

/** The codes that the specification's tables and example name. */
const PAGE = [
  ...[1010, 1020, 2010, 2011, 2012, 2013, 2014, 2015, 2022, 2024, 3010, 3011, 3012, 3021, 4020, 4021, 6010, 6011],
  ...[7011, 7012, 7013, 7014, 7015, 7016, 7017, 7018, 7019, 8011, 8012, 8013, 8014, 8015, 8016, 8017],
] as const;

interface World extends Subject {
  /** ProductId and Key. */
  readonly named: TestParameters;
  /** uid, pid, hsum and sid. */
  readonly client: TestParameters;
  readonly owner: { readonly uid: number; readonly privateKey: string };
}

type Call = readonly [path: string, parameters: (world: World) => TestParameters];

interface Case {
  readonly state: State;
  /** The call that earns it. */
  readonly call: Call;
  readonly before: readonly Call[];
}

/** A state, the call that earns it, and what must have happened before. */
const earns = (state: State, call: Call, ...earlier: readonly Call[]): Case => ({ state, call, before: earlier });

/** A call of Web API 3 about the subject's license. */
const onLicense = (name: string, own: TestParameters = {}): Call => [
  `/api/key/${name}`,
  ({ named }) => ({ ...named, ...own }),
];

/** A call of Web API 2 about the subject's license. */
const ext = (name: string, own: TestParameters = {}): Call => [`/Ext/${name}`, ({ client }) => ({ ...client, ...own })];

const onProduct = (name: string, own: TestParameters = {}): Call => [
  `/api/key/${name}`,
  ({ product }) => ({ ProductId: product.productId, ...own }),
];

const generateKey = (own: TestParameters = {}): Call => [
  '/Ext/GenerateKey',
  ({ owner, product }) => ({
    UserId: owner.uid,
    PrivateKey: owner.privateKey,
    ProductId: product.productId,
    json: true,
    ...own,
  }),
];

const NO_KEY = { Key: 'NO-SUCH-KEY' };
const NO_SID = { sid: 'NO-SUCH-KEY' };
const oneSeat = onLicense('MachineLockLimit', { NumberOfMachines: 1 });
const noLock = onLicense('MachineLockLimit', { NumberOfMachines: 0 });
const trial = onLicense('TrialActivation', { Enabled: true });
const lease = (MachineCode: string, own: TestParameters = {}) =>
  onLicense('Activate', { MachineCode, FloatingTimeInterval: 100, ...own });

const activations: readonly Case[] = [
  earns(2010, onLicense('Activate', { MachineCode: 'NEW' }), noLock),
  earns(2010, ext('Activate', { mid: 'NEW' }), noLock),
  earns(2011, onLicense('Activate', { MachineCode: 'MACHINE-1' })),
  earns(2011, ext('Activate', { mid: 'MACHINE-1' })),
  earns(2012, onLicense('Activate', { MachineCode: 'NEW' })),
  earns(2012, ext('Activate', { mid: 'NEW' })),
  earns(2013, onLicense('Activate', { MachineCode: 'NEW' }), trial),
  earns(2013, ext('Activate', { mid: 'NEW' }), trial),
  earns(2014, lease('NEW')),
  earns(2015, lease('NEW', { MaxOverdraft: 1 }), oneSeat, lease('FIRST')),
  earns(2020, onLicense('Activate', NO_KEY)),
  earns(2020, ext('Activate', { ...NO_SID, mid: 'NEW' })),
  earns(2022, onLicense('Activate', { MachineCode: 'NEW' }), oneSeat),
  earns(2022, ext('Activate', { mid: 'NEW' }), oneSeat),
  earns(2024, lease('NEW'), oneSeat, lease('FIRST')),
  earns(6010, onLicense('Deactivate', { MachineCode: 'MACHINE-1' })),
  earns(6010, ext('Deactivate', { mid: 'MACHINE-1' })),
  earns(6011, onLicense('Deactivate', { MachineCode: 'NEW', Floating: true }), lease('NEW')),
  earns(6020, onLicense('Deactivate', { MachineCode: 'NEW' })),
  earns(6020, ext('Deactivate', { mid: 'NEW' })),
];

const keys: readonly Case[] = [
  earns(1010, ext('Validate')),
  earns(1020, ext('Validate', NO_SID)),
  earns(1020, onLicense('GetKey', NO_KEY)),
  earns(1020, onLicense('GetExcludedFromAnalytics', NO_KEY)),
  earns(3010, onProduct('CreateKey')),
  earns(3010, generateKey()),
  earns(3011, onProduct('CreateTrialKey', { MachineCode: 'NEW' })),
  earns(3012, onProduct('CreateTrialKey', { MachineCode: 'NEW' }), onProduct('CreateTrialKey', { MachineCode: 'NEW' })),
  earns(3020, onProduct('CreateKey', { Period: 'x' })),
  earns(3020, generateKey({ PrivateKey: 'wrong' })),
  earns(3021, onProduct('CreateTrialKey')),
  earns(4010, ext('OptionalField')),
  earns(4010, ext('OptionalField', { todo: 'set', decrement: 3 })),
  earns(4020, ext('OptionalField', { todo: 'set', decrement: -1 })),
  earns(
    4021,
    ext('OptionalField', { todo: 'set', decrement: 1 }),
    ext('OptionalField', { todo: 'set', decrement: 99 }),
  ),
  earns(7010, onLicense('DeleteKey')),
  earns(7010, onLicense('SetExcludedFromAnalytics', { Excluded: true })),
  earns(7011, onLicense('AddFeature', { Feature: 3 })),
  earns(7012, onLicense('RemoveFeature', { Feature: 3 })),
  earns(7013, onLicense('BlockKey')),
  earns(7014, onLicense('UnblockKey'), onLicense('BlockKey')),
  earns(7015, onLicense('ExtendLicense', { NoOfDays: 10 })),
  earns(7016, oneSeat),
  earns(7017, onLicense('ChangeNotes', { Notes: 'renewed' })),
  earns(7018, trial),
  earns(7019, onLicense('ChangeCustomer', { CustomerId: 0 })),
];

const OPERATIONS = [
  [8011, 'AddDataObject', { Name: 'added' }],
  [8012, 'RemoveDataObject', {}],
  [8013, 'ListDataObjects', {}],
  [8014, 'IncrementIntValue', { IntValue: 1 }],
  [8015, 'DecrementIntValue', { IntValue: 1 }],
  [8016, 'SetIntValue', { IntValue: 1 }],
  [8017, 'SetStringValue', { StringValue: 'text' }],
] as const;

const dataObjects: readonly Case[] = OPERATIONS.flatMap(([state, name, own]) => {
  const ofOwner = state === 8011 || state === 8013;
  const plain: Call = [
    `/api/data/${name}`,
    ({ license, dataObjects: { ofKey } }) => ({
      ...(ofOwner ? { ReferencerType: 2, ReferencerId: license.licenseId } : { Id: ofKey.id }),
      ...own,
    }),
  ];
  const toKey: Call = [
    `/api/data/${name}ToKey`,
    ({ named, dataObjects: { ofKey } }) => ({ ...named, ...(ofOwner ? {} : { Id: ofKey.id }), ...own }),
  ];
  const toMachineCode: Call = [
    `/api/data/${name}ToMachineCode`,
    ({ named, machine, dataObjects: { ofMachine } }) => ({
      ...named,
      MachineCode: machine.machineCode,
      ...(ofOwner ? {} : { Id: ofMachine.id }),
      ...own,
    }),
  ];
  return [plain, toKey, toMachineCode].map((call) => earns(state, call));
});

/** Group 70 and 80 have one code for all refusals. */
const refusals: readonly Case[] = METHODS.filter(({ refusal }) => refusal === 7020 || refusal === 8020).map((method) =>
  earns(method.refusal ?? 7020, [
    method.path,
    ({ named }) =>
      method.scope === 'license' ? { ...named, ...NO_KEY } : { ReferencerType: 2, ReferencerId: 999_999, Id: 999_999 },
  ]),
);

const CASES: readonly Case[] = [...activations, ...keys, ...dataObjects, ...refusals];

const { server, token } = await licenseServer();
const owner: World['owner'] = await openLog(server);

const makeWorld = async (): Promise<World> => {
  const subject = await createSubject(server);
  const { product, license } = subject;
  return {
    ...subject,
    named: { ProductId: product.productId, Key: license.key },
    client: { uid: 1, pid: product.productId, hsum: product.hsum, sid: license.key },
    owner,
  };
};

/** Whether the call was granted. */
const make = async (world: World, [path, parameters]: Call): Promise<boolean> => {
  if (path.startsWith('/api/')) {
    const { body } = await server.call(path.slice('/api/'.length), token, parameters(world));
    return body.result === 0;
  }
  const response = await requestExt(server, path.slice('/Ext/'.length), parameters(world));
  const answer: unknown = await response.json();
  return typeof answer === 'object' && answer !== null && !('error' in answer);
};

/** The row, as Web API 2 shows it in the three logs that it belongs to. */
const assertReadable = async (row: LogRow): Promise<void> => {
  const newest = (about: TestParameters) => callExt(server, 'WebAPILog', { ...owner, ...about, range: 1 });
  const keyLog = { IP: row.address ?? '', Time: isoWithoutZone(row.time), State: row.state };
  const productLog = { Key: row.licenseId, ...keyLog };
  assert.deepEqual(await newest({ typeOfLog: 'user' }), [{ Pid: row.productId, ...productLog }]);
  if (row.productId !== 0) assert.deepEqual(await newest({ typeOfLog: 'product', id: row.productId }), [productLog]);
  if (row.licenseId !== 0) assert.deepEqual(await newest({ typeOfLog: 'key', id: row.licenseId }), [keyLog]);
};

const numberOf = (path: string): number | undefined =>
  [...METHODS, ...EXT_METHODS].find((method) => method.path === path)?.number;

describe('each code is written by the method that earns it', () => {
  for (const { state, call, before: earlier } of CASES) {
    const [path] = call;
    // spec(WebAPILog, state codes): the 3rd digit: 1 successful, 2 unsuccessful
    // spec(WebAPILog, state codes): 1010: validation request, successful
    // spec(WebAPILog, state codes): 1020: validation request, unsuccessful
    // spec(WebAPILog, state codes): 3010: nothing special
    // spec(WebAPILog, state codes): 3011: a trial key was generated
    // spec(WebAPILog, state codes): 3012: an existing trial key was returned
    // spec(WebAPILog, state codes): 3021: there was an error when creating the trial key
    // spec(WebAPILog, state codes): 2010: nothing special
    // spec(WebAPILog, state codes): 2011: the key was already activated on a machine with the given id
    // spec(WebAPILog, state codes): 2012: the key is activated with a new machine code
    // spec(WebAPILog, state codes): 2022: device limit has been reached (node-locking)
    // spec(WebAPILog, state codes): 2013: trial activation was performed
    // spec(WebAPILog, state codes): 2014: activated using floating licensing
    // spec(WebAPILog, state codes): 2024: device limit has been reached in floating licensing
    // spec(WebAPILog, state codes): 2015: activated using an overdraft floating license
    // spec(WebAPILog, state codes): 4020: nothing special
    // spec(WebAPILog, state codes): 4021: the optional field cannot be decreased anymore
    // spec(WebAPILog, state codes): 6010: deactivation successful
    // spec(WebAPILog, state codes): 6011: release of a floating license successful
    // spec(WebAPILog, state codes): 7011: add feature successful
    // spec(WebAPILog, state codes): 7012: remove feature successful
    // spec(WebAPILog, state codes): 7013: block key successful
    // spec(WebAPILog, state codes): 7014: unblock key successful
    // spec(WebAPILog, state codes): 7015: extend license successful
    // spec(WebAPILog, state codes): 7016: machine lock limit successful
    // spec(WebAPILog, state codes): 7017: change notes successful
    // spec(WebAPILog, state codes): 7018: trial activation successful
    // spec(WebAPILog, state codes): 7019: change customer successful
    // spec(WebAPILog, state codes): 8011: add data object successful
    // spec(WebAPILog, state codes): 8012: remove data object successful
    // spec(WebAPILog, state codes): 8013: list data objects successful
    // spec(WebAPILog, state codes): 8014: increment int value successful
    // spec(WebAPILog, state codes): 8015: decrement int value successful
    // spec(WebAPILog, state codes): 8016: set int value successful
    // spec(WebAPILog, state codes): 8017: set string value successful
    test(`${state} ${STATES[state].words}: ${path}`, async () => {
      const world = await makeWorld();
      for (const one of earlier) assert(await make(world, one), `${one[0]} was refused`);
      const { result: isGranted, rows } = await logOf(server, () => make(world, call));
      assert.deepEqual(
        rows.map((row) => [row.state, row.method]),
        [[state, numberOf(path)]],
      );
      assert.equal(isGranted, Math.floor(state / 10) % 10 === 1, 'the third digit tells whether it was granted');
      for (const row of rows) await assertReadable(row);
    });
  }

  // spec(WebAPILog, state codes): 50**: no request associated
  test(`5010 ${STATES[5010].words}: the import`, async () => {
    const { product, license } = await makeWorld();
    const directory = await mkdtemp(join(tmpdir(), 'keyledger-states-'));
    const imported = {
      ProductId: product.productId,
      ID: 77,
      GlobalId: license.licenseId + 1_000,
      Key: 'IMPO-RTED',
      Created: 1_500_000_000,
      Expires: 1_900_000_000,
      MaxNoOfMachines: 2,
      ActivatedMachines: [{ Mid: 'machine', IP: '203.0.113.7', Time: 1_600_000_000 }],
    };
    try {
      const path = join(directory, 'licenses');
      await writeFile(path, JSON.stringify(imported));
      const { signal } = new AbortController();
      const { rows } = await logOf(server, () => importLicenses(server.engine, 1, { path, signal, onProgress() {} }));
      assert.deepEqual(
        rows.map((row) => [row.state, row.method, row.licenseId]),
        [[5010, 0, imported.GlobalId]],
      );
      for (const row of rows) await assertReadable(row);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('what has no code of its own', () => {
  // spec(writing the log): 2020: any refused activation without a code of its own
  test('a refused activation is 2020: unknown key or product, blocked, no permission, unreadable', async () => {
    const world = await makeWorld();
    const named = { ...world.named, MachineCode: 'NEW' };
    const blocked = await makeWorld();
    await make(blocked, onLicense('BlockKey'));
    const without = await server.token({ permissions: ['GetKey'] });
    const locked = await server.token({ productLock: blocked.product.productId });
    for (const [parameters, withToken] of [
      [{ ...named, ...NO_KEY }, token],
      [{ ...named, ProductId: 999_999 }, token],
      [{ ...named, ProductId: blocked.product.productId }, token],
      [{ ...named, ...blocked.named }, token],
      [named, without],
      [named, locked],
      [{ ...named, FloatingTimeInterval: 'x' }, token],
    ] as const) {
      const { result, rows } = await logOf(server, () => server.call('key/Activate', withToken, parameters));
      assert.equal(result.body.result, 1);
      assert.deepEqual(
        rows.map((row) => row.state),
        [2020],
      );
    }
  });

  // spec(writing the log): GetKey is not, unless refused: 1020
  test('a granted GetKey leaves no row, nor does reading the log', async () => {
    const { named } = await makeWorld();
    for (const method of ['key/GetKey', 'key/GetExcludedFromAnalytics', 'ai/GetWebAPILog', 'ai/GetEvents']) {
      const { result, rows } = await logOf(server, () => server.call(method, token, named));
      assert.deepEqual([result.body.result, rows], [0, []], method);
    }
  });
});

describe('the pattern of a code', () => {
  // spec(GetWebAPILog): State tells more about the method
  // spec(WebAPILog, state codes): a 4 digit number; the first two digits tell the method
  test('the first two digits are the group, and the groups are those of the specification', () => {
    const groups = Object.entries(STATE_FAMILIES).map(([digits, { meaning }]) => [digits, meaning]);
    assert.deepEqual(groups, [
      ['10', 'validation request'],
      ['20', 'activation request'],
      ['30', 'key generation request'],
      ['40', 'optional field request'],
      ['50', 'no request associated'],
      ['60', 'deactivation request'],
      ['70', 'other license manipulation requests'],
      ['80', 'data object requests'],
    ]);
    for (const state of Object.keys(STATES)) {
      assert.match(state, /^\d\d[12]\d$/);
      assert(state.slice(0, 2) in STATE_FAMILIES, state);
    }
  });
});

describe('nothing is left out', () => {
  const earned = CASES.map(({ state, call: [path] }) => `${state} ${path}`);

  // spec(GetWebAPILog): what is logged: changes of licenses and data objects
  // spec(writing the log): calls of all key and data object methods are logged
  test('every code of the specification is earned above', () => {
    const codes = new Set<State>(CASES.map(({ state }) => state));
    assert.deepEqual(
      PAGE.filter((state) => !codes.has(state)),
      [],
    );
    assert.deepEqual(
      Object.keys(STATES).filter((state) => !codes.has(Number(state) as State)),
      ['5010'],
    );
  });

  // spec(WebAPILog): every execution leaves an entry with time, address and state
  // spec(WebAPILog, state codes): nothing but the listed codes, and each by what earns it
  // spec(writing the log): each code is written by the method that earns it and by nothing else
  test('every code that a method declares is earned by it above, and no other', () => {
    const declared = [...METHODS, ...EXT_METHODS].flatMap(({ path, states }) =>
      states.map((state) => `${state} ${path}`),
    );
    assert.deepEqual([...new Set(earned)].sort(), declared.sort());
  });
});
