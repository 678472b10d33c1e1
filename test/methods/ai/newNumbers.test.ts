import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLogPage } from '../../../src/engine/log/readLog.js';
import type { Run } from '../../../src/sql/statement.js';
import { serverOfFile } from '../../harness/server.js';

const server = await serverOfFile();

test('a row with a number that is new while a page is put together is not passed over', async () => {
  const token = await server.token();
  const { productId } = await server.product();
  const create = () => server.call('key/CreateKey', token, { ProductId: productId });
  const known = String((await create()).body.key);
  const activate = () => server.call('key/Activate', token, { ProductId: productId, Key: known, MachineCode: 'm' });
  await activate();
  await activate();
  const newest = { OrderBy: 'Id descending', Limit: 1 };
  const { body } = await server.call('ai/GetWebAPILog', token, newest);
  const afterId = (body.logs as { id: number }[])[0]?.id ?? 0;
  let writing: Promise<unknown> | undefined;
  // Between the filters and what is asked beside or after them, a key is made, and a known one used.
  const run: Run = async (statement) => {
    if (statement.text.includes('from log_subject s where')) {
      const answer = server.readers.run(statement);
      writing = answer.then(create).then(activate);
      await writing;
      return answer;
    }
    await writing;
    return server.readers.run(statement);
  };
  const query = { productId, afterId, order: { by: 'id', descending: false }, limit: 10 } as const;
  const { rows } = await readLogPage({ ...server.engine.access(1), run }, query);
  const last = rows.at(-1)?.id ?? afterId;
  assert.deepEqual(
    rows.map(({ id }) => id),
    Array.from({ length: last - afterId }, (_, index) => afterId + 1 + index),
    'who goes on from the last row has missed none',
  );
});
