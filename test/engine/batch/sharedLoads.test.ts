import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client, Pool } from 'pg';
import { Readers, Writers } from '../../../src/db/connections.js';
import { isQueryCanceled } from '../../../src/db/sqlState.js';
import { need } from '../../../src/domain/batch/need.js';
import { Engine } from '../../../src/engine/engine.js';
import { startTestServer, type TestServer } from '../../harness/server.js';

describe('reads of many callers at once', () => {
  let server: TestServer;
  let token: string;
  const keys: string[] = [];

  before(async () => {
    server = await startTestServer();
    await server.product({ productId: 3349 });
    token = await server.token();
    const { body } = await server.call('key/CreateKey', token, { ProductId: 3349, NoOfKeys: 40 });
    keys.push(...(body.keys as string[]));
  });
  after(() => server.stop());

  it('each find what they asked for, and what is not there is missing for its caller alone', async () => {
    const asked = [...keys, 'AAAAA-BBBBB-CCCCC-DDDDD'];
    const answers = await Promise.all(
      asked.map((Key) => server.call('key/GetKey', token, { ProductId: 3349, Key, SignMethod: 1 })),
    );
    const found = answers.map(({ body }) =>
      body.result === 0 ? JSON.parse(Buffer.from(String(body.licenseKey), 'base64').toString()).Key : body.message,
    );
    assert.deepEqual(found, [...keys, 'Could not find the key.']);
  });

  it('see what was committed before they were asked', async () => {
    for (let round = 0; round < 5; round++) {
      const changes = keys.slice(0, 8).map((Key) =>
        server.call('key/ChangeNotes', token, { ProductId: 3349, Key, Notes: `round ${round}` }).then(async () => {
          const { body } = await server.call('key/GetKey', token, { ProductId: 3349, Key, SignMethod: 1 });
          return JSON.parse(Buffer.from(String(body.licenseKey), 'base64').toString()).Notes;
        }),
      );
      assert.deepEqual(await Promise.all(changes), Array(8).fill(`round ${round}`));
    }
  });

  it('wait for a database that is stuck once, not once for each', async () => {
    class CountingReaders extends Readers {
      batches = 0;

      override together<Result>(work: (run: Readers['run']) => Promise<Result>): Promise<Result> {
        this.batches += 1;
        return super.together(work);
      }
    }
    const pool = new Pool({ connectionString: server.databaseUrl, options: '-c statement_timeout=200' });
    const readers = new CountingReaders(pool);
    const engine = new Engine({ readers, writers: new Writers(pool) });
    const holder = new Client({ connectionString: server.databaseUrl });
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('lock table license in access exclusive mode');
      const loads = keys.map((key) => engine.access(1).load([need.license({ productId: 3349, key })]));
      for (const load of loads) await assert.rejects(load, isQueryCanceled);
      assert.equal(readers.batches, 1);
    } finally {
      await holder.end();
      await pool.end();
    }
  });
});
