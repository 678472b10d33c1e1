import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Readers, type WriterConnection, Writers } from '../../src/db/connections.js';
import { createToken } from '../../src/engine/administration/administration.js';
import { Engine } from '../../src/engine/engine.js';
import { createAccount } from '../../src/engine/identity/accounts.js';
import { type Answer, byToken, callMethod } from '../../src/methods/call.js';
import type { AnsweringMethod } from '../../src/methods/define.js';
import { Activate } from '../../src/methods/key/Activate.js';
import { BlockKey } from '../../src/methods/key/BlockKey.js';
import { ChangeNotes } from '../../src/methods/key/ChangeNotes.js';
import { publicKeyOfXml } from '../domain/licensing/license/sample.js';
import { createProduct } from '../harness/administer.js';
import { createTestDatabase, type TestDatabase } from '../harness/database.js';
import { addLicense } from '../harness/licenses.js';

/** A call whose commit is cut off is decided again, on what is there by then: that is what its answer says. */

const PRODUCT = 1;

let database: TestDatabase;
let readers: Readers;
/** Another process on the same database. */
let other: Engine;
let token: string;

before(async () => {
  database = await createTestDatabase();
  readers = new Readers(database.database.readers);
  const writers = new Writers(database.database.writers);
  await createAccount(writers, 'Test', 1);
  other = new Engine({ writers, readers });
  await createProduct(other, 1, { name: 'Product', description: '', isPublic: false, productId: PRODUCT });
  const locks = { productLock: 0, keyLock: 0, featureLock: 0, expires: null };
  token = (await createToken(other, 1, { name: 'test', permissions: 'all', ...locks })).text;
});

after(() => database.drop());

/** Ends the server's side of a connection, and with it the transaction: its locks are free afterwards. */
const cut = async (connection: WriterConnection): Promise<void> => {
  const [backend] = await connection.run<{ pid: number }>({
    name: '',
    text: 'select pg_backend_pid() as pid',
    values: [],
  });
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  try {
    // Citus has a function of this name for its own numbers, too.
    await owner.query('select pg_terminate_backend($1::int)', [backend?.pid]);
    const isThere = async () =>
      (await owner.query('select from pg_stat_activity where pid = $1', [backend?.pid])).rowCount !== 0;
    while (await isThere()) await sleep(5);
  } finally {
    await owner.end();
  }
};

/** Writers whose first commit finds its connection cut, and something done in the meantime. */
class CutWriters extends Writers {
  #meanwhile: (() => Promise<void>) | null;

  constructor(meanwhile: () => Promise<void>) {
    super(database.database.writers);
    this.#meanwhile = meanwhile;
  }

  get wereCut(): boolean {
    return this.#meanwhile === null;
  }

  override async connect(): Promise<WriterConnection> {
    const connection = await super.connect();
    const commit = connection.commit.bind(connection);
    connection.commit = async (statements) => {
      const meanwhile = this.#meanwhile;
      if (meanwhile !== null) {
        this.#meanwhile = null;
        await cut(connection);
        await meanwhile();
      }
      await commit(statements);
    };
    return connection;
  }
}

type Parameters = Readonly<Record<string, string>>;

const call = (engine: Engine, method: AnsweringMethod, parameters: Parameters): Promise<Answer> => {
  const all = Object.entries({ ProductId: String(PRODUCT), ...parameters });
  const raw = new Map(all.map(([name, value]) => [name.toLowerCase(), value]));
  return callMethod(method, { engine, raw, ip: '' }, byToken(engine, token));
};

const callOther = async (method: AnsweringMethod, parameters: Parameters): Promise<void> => {
  const { body } = await call(other, method, parameters);
  assert.equal(body.result, 0, String(body.message));
};

/** Activates with a first commit that is cut off, after which another process does something. */
const activateCutOff = async (Key: string, signMethod: 0 | 1, meanwhile: () => Promise<void>): Promise<Answer> => {
  const writers = new CutWriters(meanwhile);
  const engine = new Engine({ writers, readers });
  const answer = await call(engine, Activate, { Key, MachineCode: 'machine', SignMethod: String(signMethod) });
  assert(writers.wereCut);
  return answer;
};

const statesOf = async (licenseId: number): Promise<readonly number[]> => {
  const rows = await readers.run<{ state: number }>({
    name: '',
    text: `select l.state from web_api_log l join log_subject s using (account_id, subject_no)
      where l.account_id = 1 and s.license_id = $1 order by l.id`,
    values: [licenseId],
  });
  return rows.map(({ state }) => state);
};

test('what is signed is what was decided last', async () => {
  const { licenseId } = await addLicense(other, {
    productId: PRODUCT,
    key: 'SIGNED',
    maxNoOfMachines: 1,
    notes: 'first',
  });
  const { body } = await activateCutOff('SIGNED', 1, () => callOther(ChangeNotes, { Key: 'SIGNED', Notes: 'second' }));
  assert.equal(body.result, 0);
  const license = Buffer.from(String(body.licenseKey), 'base64');
  const { Notes, ActivatedMachines } = JSON.parse(license.toString());
  assert.equal(Notes, 'second');
  assert.equal(ActivatedMachines.length, 1);
  const publicKey = publicKeyOfXml((await other.signer(1)).publicKeyXml);
  assert(verify('sha256', license, publicKey, Buffer.from(String(body.signature), 'base64')));
  // The first decision left nothing.
  assert.deepEqual(await statesOf(licenseId), [7017, 2012]);
});

test('what is refused when it is decided again is refused, although it was signed before', async () => {
  const { licenseId } = await addLicense(other, { productId: PRODUCT, key: 'BLOCKED' });
  const { body } = await activateCutOff('BLOCKED', 0, () => callOther(BlockKey, { Key: 'BLOCKED' }));
  assert.deepEqual(body, { result: 1, message: 'The key is blocked and cannot be accessed.' });
  assert.equal((await statesOf(licenseId)).at(-1), 2020);
  assert.equal((await statesOf(licenseId)).length, 2);
});
