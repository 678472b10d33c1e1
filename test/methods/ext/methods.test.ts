import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { describe, test } from 'node:test';
import { granted } from '../../../src/domain/batch/outcome.js';
import type { Customer, License } from '../../../src/domain/entities/licensing.js';
import { accountKeys } from '../../../src/sql/identity/accounts.js';
import { callExt, privateKeyOf, requestExt } from '../../harness/ext.js';
import { type ExtAnswer, isSigned } from '../../harness/extSignature.js';
import { addLicense } from '../../harness/licenses.js';
import { type LogRow, logOf } from '../../harness/loggedRows.js';
import { serverOfFile } from '../../harness/server.js';

const INPUT = 'The input parameters were incorrect.';
const HSUM = 'The hsum was incorrect.';
const PRODUCT = 'Unable to access the given product. Either it does not exist or it is not set to be public.';
const KEY = 'Unable to access the key. Either, the key does not exist, it is blocked or was in incorrect format.';
const DENIED = 'Access denied.';

let keys = 0;

/** The rows that `work` leaves behind. */
const rowsOf = async (work: () => Promise<unknown>): Promise<readonly LogRow[]> => (await logOf(server, work)).rows;

const makeLicense = (details: Partial<License> = {}): Promise<License> => {
  keys += 1;
  return addLicense(server.engine, { productId: product.productId, key: `KEY-${keys}`, ...details });
};

const identity = (license: License) => ({
  uid: 1,
  pid: product.productId,
  hsum: product.hsum,
  sid: license.key,
});

const today = () => new Date().toISOString().slice(0, 10);

const server = await serverOfFile();
const product = await server.product({ isPublic: true });
const hidden = await server.product({ isPublic: false });
const privateKey = await privateKeyOf(server);

describe('what all methods about one license share', () => {
  const actions = [
    ['Validate', 51, 1020, {}],
    ['Activate', 52, 2020, { mid: 'M' }],
    ['Deactivate', 53, 6020, { mid: 'M' }],
    ['OptionalField', 54, 4020, {}],
    ['GetActivatedMachines', 55, null, {}],
  ] as const;

  for (const [action, method, state, own] of actions) {
    test(`${action} refuses with the sentences of Web API 2 and logs it as ${state}`, async () => {
      const license = await makeLicense();
      const blocked = await makeLicense({ block: true });
      const elsewhere = await makeLicense({ productId: hidden.productId });
      const good = { ...identity(license), ...own, privateKey };
      const machine = 'mid' in own ? 'M' : null;
      const cases = [
        [{ pid: '' }, INPUT, [0, 0, license.key]],
        [{ sid: '' }, INPUT, [product.productId, 0, '']],
        [{ pid: 999 }, PRODUCT, [0, 0, license.key]],
        [
          { pid: hidden.productId, hsum: hidden.hsum, sid: elsewhere.key },
          PRODUCT,
          [hidden.productId, elsewhere.licenseId, ''],
        ],
        [{ hsum: product.hsum + 1 }, HSUM, [product.productId, license.licenseId, '']],
        [{ hsum: '' }, HSUM, [product.productId, license.licenseId, '']],
        [{ hsum: '1'.repeat(30) }, HSUM, [product.productId, license.licenseId, '']],
        [{ sid: 'GUESS' }, KEY, [product.productId, 0, 'GUESS']],
        [{ sid: 'X'.repeat(200) }, KEY, [product.productId, 0, 'X'.repeat(64)]],
        [{ sid: blocked.key }, KEY, [product.productId, blocked.licenseId, '']],
      ] as const;
      for (const [wrong, error, [productId, licenseId, attempted]] of cases) {
        const rows = await rowsOf(async () => {
          assert.deepEqual(await callExt(server, action, { ...good, ...wrong }), { error });
        });
        const logged = rows.map((row) => [
          row.method,
          row.state,
          row.productId,
          row.licenseId,
          row.machineCode,
          row.tokenId,
          row.detail,
        ]);
        const detail = attempted === '' ? '' : `k${attempted}`;
        const wanted = [method, state, productId, licenseId, machine, 0, detail];
        assert.deepEqual(logged, state === null ? [] : [wanted], JSON.stringify(wrong));
      }
    });

    test(`${action} knows no account: nothing is logged`, async () => {
      const good = { ...identity(await makeLicense()), ...own, privateKey };
      const stranger = action === 'GetActivatedMachines' ? DENIED : PRODUCT;
      for (const uid of [2, 0, '', 'one']) {
        const rows = await rowsOf(async () => {
          assert.deepEqual(await callExt(server, action, { ...good, uid }), { error: stranger });
        });
        assert.deepEqual(rows, []);
      }
    });

    test(`${action} is the same by GET and POST`, async () => {
      const license = await makeLicense();
      const good = { ...identity(license), ...own, privateKey };
      for (const verb of ['GET', 'POST'] as const) {
        const answer = await callExt(server, action.toUpperCase(), { ...good, sid: 'GUESS' }, verb);
        assert.deepEqual(answer, { error: KEY });
      }
    });
  }
});

const fieldsOf = (license: License) => ({
  valid: 'True',
  created: new Date(license.created).toISOString().slice(0, 10),
  expires: new Date(license.expires).toISOString().slice(0, 10),
  settime: '30',
  timeleft: '30',
  f1: 'True',
  f2: 'False',
  f3: 'False',
  f4: 'False',
  f5: 'False',
  f6: 'False',
  f7: 'False',
  f8: 'True',
  notes: 'für "Ünal"\n',
});

const F1_AND_F8 = [true, false, false, false, false, false, false, true];

describe('Validate', () => {
  test('a valid key answers its fields, all of them text, and is logged as 1010', async () => {
    const license = await makeLicense({ features: F1_AND_F8, notes: 'für "Ünal"\n' });
    const rows = await rowsOf(async () => {
      const answer = await callExt(server, 'Validate', identity(license));
      assert.deepEqual(answer, fieldsOf(license));
    });
    assert.deepEqual(
      rows.map((row) => [row.state, row.method, row.licenseId, row.machineCode, row.address]),
      [[1010, 51, license.licenseId, null, '127.0.0.1']],
    );
  });

  test('an expired key is valid still, and its days left are negative', async () => {
    const license = await makeLicense({ expires: Date.now() - 2.5 * 86_400_000, period: -5, notes: null });
    const answer = await callExt(server, 'Validate', identity(license));
    assert.deepEqual(answer, {
      ...fieldsOf(license),
      f1: 'False',
      f8: 'False',
      settime: '0',
      timeleft: '-2',
      notes: '',
    });
    const signed = await callExt(server, 'Validate', { ...identity(license), sign: true, signCustomer: true });
    assert(isSigned(signed as ExtAnswer, await publicKeyOf()));
    assert(!('customer' in (signed as ExtAnswer)), 'it has none');
  });

  test('the sign parameters add what they name, and the signature covers them', async () => {
    const customerId = await addCustomer('Ünal & Co');
    const license = await makeLicense({ customerId, features: F1_AND_F8, notes: 'für "Ünal"\n' });
    const all = { signPid: true, signUid: 'True', signDate: 'true', signCustomer: 1 };
    assert.deepEqual(await callExt(server, 'Validate', { ...identity(license), ...all }), fieldsOf(license));
    const day = today();
    const response = await requestExt(server, 'Validate', { ...identity(license), ...all, sign: 'True' });
    const text = await response.text();
    const { signature, ...signed } = JSON.parse(text);
    assert.deepEqual(signed, {
      ...fieldsOf(license),
      pid: String(product.productId),
      uid: '1',
      date: day,
      customer: String(customerId),
    });
    assert(isSigned(JSON.parse(text), await publicKeyOf()));
    assert(!isSigned({ ...JSON.parse(text), f2: 'True' }, await publicKeyOf()));
  });

  test('with sign alone the fields are signed and nothing is added', async () => {
    const license = await makeLicense({ features: F1_AND_F8, notes: 'für "Ünal"\n' });
    const answer = await callExt(server, 'Validate', { ...identity(license), sign: 'true' });
    assert(typeof answer === 'object' && answer !== null && 'signature' in answer);
    assert.deepEqual(answer, { ...fieldsOf(license), signature: answer.signature });
  });
});

describe('Activate', () => {
  const activate = async (license: License, mid: string, more = {}) => {
    let answer: unknown;
    const rows = await rowsOf(async () => {
      answer = await callExt(server, 'Activate', { ...identity(license), mid, ...more });
    });
    return { answer, rows: rows.map((row) => [row.state, row.method, row.licenseId, row.machineCode]) };
  };

  test('takes a seat, confirms it, and refuses beyond the limit: 2012, 2011, 2022', async () => {
    const license = await makeLicense({ maxNoOfMachines: 1, features: F1_AND_F8, notes: 'für "Ünal"\n' });
    const id = license.licenseId;
    assert.deepEqual(await activate(license, 'A'), { answer: fieldsOf(license), rows: [[2012, 52, id, 'A']] });
    assert.deepEqual(await activate(license, 'A'), { answer: fieldsOf(license), rows: [[2011, 52, id, 'A']] });
    assert.deepEqual(await activate(license, 'B'), {
      answer: { error: 'Cannot activate the new device as the limit has been reached.' },
      rows: [[2022, 52, id, 'B']],
    });
  });

  test('without a machine lock nothing is stored: 2010', async () => {
    const license = await makeLicense();
    assert.deepEqual((await activate(license, 'A')).rows, [[2010, 52, license.licenseId, 'A']]);
    assert.deepEqual(await callExt(server, 'GetActivatedMachines', { ...identity(license), privateKey }), []);
  });

  test('starts the countdown of a trial: 2013, and the answer has the new date', async () => {
    const expires = Date.now() + 5 * 86_400_000;
    const license = await makeLicense({ maxNoOfMachines: 2, trialActivation: true, period: 90, expires });
    const { answer, rows } = await activate(license, 'A');
    assert.deepEqual(rows, [[2013, 52, license.licenseId, 'A']]);
    assert(typeof answer === 'object' && answer !== null && 'expires' in answer);
    assert.equal(answer.expires, new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10));
  });

  test('mid is required, and signed where asked', async () => {
    const license = await makeLicense();
    assert.deepEqual((await activate(license, '')).answer, { error: INPUT });
    const { answer } = await activate(license, 'A b+c', { sign: true, signMid: true });
    assert(typeof answer === 'object' && answer !== null && 'mid' in answer);
    assert.equal(answer.mid, 'A b+c');
    assert(isSigned(answer as ExtAnswer, await publicKeyOf()));
    assert(!isSigned({ ...(answer as ExtAnswer), mid: 'A' }, await publicKeyOf()));
    assert(!('mid' in ((await activate(license, 'A', { signMid: true })).answer as object)));
  });
});

describe('Deactivate', () => {
  // spec(writing the log): 6020
  test('frees the seat (6010); a machine that has none is refused (6020)', async () => {
    const license = await makeLicense({ maxNoOfMachines: 1 });
    const call = (action: string, mid: string) => callExt(server, action, { ...identity(license), mid });
    await call('Activate', 'A');
    const rows = await rowsOf(async () => {
      assert.deepEqual(await call('Deactivate', 'A'), { key: license.key, mid: 'A' });
      assert.deepEqual(await call('Deactivate', 'A'), {
        error:
          'Unable to deactivate the machine code. Either the machine code was never activated or key activation feature was never set up.',
      });
    });
    assert.deepEqual(
      rows.map((row) => [row.state, row.method, row.licenseId, row.machineCode]),
      [6010, 6020].map((state) => [state, 53, license.licenseId, 'A']),
    );
    const freed = await rowsOf(() => call('Activate', 'B'));
    assert.deepEqual(
      freed.map((row) => row.state),
      [2012],
    );
  });
});

describe('OptionalField', () => {
  const optional = async (license: License, parameters = {}) => {
    let answer: unknown;
    const rows = await rowsOf(async () => {
      answer = await callExt(server, 'OptionalField', { ...identity(license), ...parameters });
    });
    return [answer, ...rows.map((row) => row.state)];
  };

  test('get is the default and changes nothing', async () => {
    const license = await makeLicense({ optionalField: 7 });
    for (const todo of [{}, { todo: 'get' }, { todo: 'GET', decrement: 3 }]) {
      assert.deepEqual(await optional(license, todo), [{ optva: '7' }, 4010]);
    }
  });

  // spec(writing the log): 4010: also when a decrement beyond the value leaves 0; 4021: when it is 0 already
  test('set decreases, to 0 where more is asked than is left, and then no more: 4010, 4010, 4021', async () => {
    const license = await makeLicense({ optionalField: 7 });
    assert.deepEqual(await optional(license, { todo: 'set' }), [{ optva: '7' }, 4010], 'decrement is 0 unless given');
    assert.deepEqual(await optional(license, { todo: 'set', decrement: 2 }), [{ optva: '5' }, 4010]);
    assert.deepEqual(await optional(license, { todo: 'set', decrement: 6 }), [{ optva: '0' }, 4010]);
    const none = { error: 'The optional field value has not been specified.' };
    assert.deepEqual(await optional(license, { todo: 'set', decrement: 1 }), [none, 4021]);
    assert.deepEqual(await optional(license), [{ optva: '0' }, 4010]);
  });

  // spec(writing the log): 4020: other refusals
  test('a negative decrement and an unknown todo are refused: 4020', async () => {
    const license = await makeLicense({ optionalField: 7 });
    const only = 'The optional field can only be decreased. In order to increase it, authentication is required.';
    assert.deepEqual(await optional(license, { todo: 'set', decrement: -1 }), [{ error: only }, 4020]);
    assert.deepEqual(await optional(license, { todo: 'put' }), [{ error: INPUT }, 4020]);
    assert.deepEqual(await optional(license, { todo: 'set', decrement: 'x' }), [{ error: INPUT }, 4020]);
    assert.deepEqual(await optional(license), [{ optva: '7' }, 4010]);
  });

  test('what many spend at once is spent once each', async () => {
    const license = await makeLicense({ optionalField: 20 });
    const spend = () => callExt(server, 'OptionalField', { ...identity(license), todo: 'set', decrement: 1 });
    const answers = await Promise.all(Array.from({ length: 25 }, spend));
    const left = answers.flatMap((answer) => (answer as { optva?: string }).optva ?? []).map(Number);
    assert.deepEqual(
      left.toSorted((a, b) => a - b),
      Array.from({ length: 20 }, (_, n) => n),
    );
  });
});

describe('GetActivatedMachines', () => {
  // spec(WebAPILog): a history, not the current state: GetActivatedMachines has that
  test('lists machines and live leases by first activation, with Mid, IP and Time', async () => {
    const license = await makeLicense({ maxNoOfMachines: 3 });
    const token = await server.token();
    const named = { ProductId: product.productId, Key: license.key };
    const at = Date.now();
    await callExt(server, 'Activate', { ...identity(license), mid: 'A' });
    await server.call('key/Activate', token, { ...named, MachineCode: 'B', FloatingTimeInterval: 100 });
    const rows = await rowsOf(async () => {
      const answer = await callExt(server, 'GetActivatedMachines', { ...identity(license), privateKey });
      assert(Array.isArray(answer));
      assert.deepEqual(
        answer.map(({ Mid, IP }) => [Mid, IP]),
        [
          ['A', '127.0.0.1'],
          ['floating:B', '127.0.0.1'],
        ],
      );
      for (const { Time } of answer) assert(Math.abs(Date.parse(`${Time}Z`) - at) < 60_000);
    });
    assert.deepEqual(rows, [], 'reading leaves no row');
  });

  test('asks for the private key', async () => {
    const license = await makeLicense();
    for (const wrong of ['', `${privateKey}x`]) {
      const answer = await callExt(server, 'GetActivatedMachines', { ...identity(license), privateKey: wrong });
      assert.deepEqual(answer, { error: DENIED });
    }
  });
});

describe('GenerateKey', () => {
  const owner = () => ({ UserId: 1, PrivateKey: privateKey, ProductId: product.productId });

  test('makes a key with the terms it was given, and logs 3010', async () => {
    let key = '';
    const rows = await rowsOf(async () => {
      const answer = await callExt(server, 'GenerateKey', {
        ...owner(),
        SetTime: 30,
        Feature1: 'True',
        Feature8: 'true',
        Notes: 'für "Ünal"\n',
        MaxNoOfMachines: 1,
        OptionalField: 5,
        UpdateTrialOnActivation: true,
        AutomaticActivation: false,
        json: true,
      });
      assert(typeof answer === 'object' && answer !== null && 'key' in answer);
      key = String(answer.key);
    });
    assert.match(key, /^[A-Z]{5}(-[A-Z]{5}){3}$/);
    assert.deepEqual(
      rows.map((row) => [row.state, row.method, row.productId]),
      [[3010, 56, product.productId]],
    );
    const client = { uid: 1, pid: product.productId, hsum: product.hsum, sid: key };
    const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const fields = { ...fieldsOf({ ...(await makeLicense()), created: Date.now() }), expires };
    assert.deepEqual(await callExt(server, 'Validate', client), fields);
    assert.deepEqual(await callExt(server, 'OptionalField', client), { optva: '5' });
    const trial = await rowsOf(() => callExt(server, 'Activate', { ...client, mid: 'A' }));
    const full = await rowsOf(() => callExt(server, 'Activate', { ...client, mid: 'B' }));
    assert.deepEqual([trial[0]?.state, full[0]?.state], [2013, 2022]);
  });

  test('answers plain text unless json is asked for, and every term has a default', async () => {
    const response = await requestExt(server, 'generatekey', owner(), 'GET');
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    const key = await response.text();
    assert.match(key, /^[A-Z]{5}(-[A-Z]{5}){3}$/);
    const client = { uid: 1, pid: product.productId, hsum: product.hsum, sid: key };
    assert.deepEqual(await callExt(server, 'Validate', client), {
      valid: 'True',
      created: today(),
      expires: today(),
      settime: '0',
      timeleft: '0',
      notes: '',
      f1: 'False',
      f2: 'False',
      f3: 'False',
      f4: 'False',
      f5: 'False',
      f6: 'False',
      f7: 'False',
      f8: 'False',
    });
  });

  // spec(writing the log): 3020: a refused GenerateKey
  test('refusals are logged as 3020', async () => {
    const cases = [
      [{ PrivateKey: 'wrong' }, DENIED, product.productId],
      [{ PrivateKey: '' }, DENIED, product.productId],
      [{ ProductId: 999 }, PRODUCT, 0],
      [{ ProductId: hidden.productId }, PRODUCT, hidden.productId],
      [{ ProductId: '' }, INPUT, 0],
      [{ SetTime: -1 }, INPUT, product.productId],
      [{ MaxNoOfMachines: 'many' }, INPUT, product.productId],
      [{ Notes: 'x'.repeat(501) }, 'The notes field cannot be more than 500 characters.', product.productId],
    ] as const;
    for (const [wrong, error, productId] of cases) {
      const rows = await rowsOf(async () => {
        assert.deepEqual(await callExt(server, 'GenerateKey', { ...owner(), ...wrong }), { error });
      });
      assert.deepEqual(
        rows.map((row) => [row.state, row.method, row.productId]),
        [[3020, 56, productId]],
      );
    }
    const unknown = await rowsOf(() => callExt(server, 'GenerateKey', { ...owner(), UserId: 2 }));
    assert.deepEqual(unknown, []);
  });
});

const addCustomer = async (name: string): Promise<number> => {
  const { outcome } = await server.engine.submit(1, {
    method: 0,
    caller: { kind: 'shell', accountId: 1 },
    ip: '',
    needs: [],
    decide: (_state, { now, nextId }) => {
      const row: Customer = {
        customerId: nextId('customer'),
        name,
        email: null,
        companyName: null,
        notes: null,
        secret: name,
        created: now,
        enableCustomerAssociation: false,
        allowActivationManagement: false,
        allowMultipleUserAssociation: false,
        maxNoOfDevices: 0,
      };
      return granted(row, { writes: [{ kind: 'customer', row }] });
    },
  });
  assert(outcome.granted && 'customerId' in outcome.result);
  return Number(outcome.result.customerId);
};

/** The key that clients carry, from the text in which they carry it. */
const publicKeyOf = async () => {
  const [row] = await server.readers.run(accountKeys(1));
  const part = (name: string) => {
    const found = new RegExp(`<${name}>(.*)</${name}>`).exec(row?.public_key_xml ?? '')?.[1] ?? '';
    return Buffer.from(found, 'base64').toString('base64url');
  };
  return createPublicKey({ key: { kty: 'RSA', n: part('Modulus'), e: part('Exponent') }, format: 'jwk' });
};
