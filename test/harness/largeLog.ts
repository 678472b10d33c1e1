import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { Run } from '../../src/engine/load.js';
import type { Statement } from '../../src/sql/statement.js';
import { addLicense } from './licenses.js';
import { startTestServer, type TestServer } from './server.js';

/** A log with many blocks of every index, and how many of its rows a reading touches. */

/** Enough for many blocks of every index. */
export const ROWS = 150_000;
const KEYS = 40;
const DEVICES = 300;
export const FIRST_SECOND = 1_700_000_000;

export interface LargeLog {
  readonly server: TestServer;
  /** The database's owner. */
  readonly owner: Client;
  /** Keys are in the first two; the third has no rows. */
  readonly productIds: readonly number[];
  stop(): Promise<void>;
}

export const startLargeLog = async (): Promise<LargeLog> => {
  const server = await startTestServer();
  const products = [await server.product(), await server.product(), await server.product()];
  const productIds = products.map((product) => product.productId);
  for (let key = 1; key <= KEYS; key += 1) {
    await addLicense(server.engine, { productId: productIds[key % 2] ?? 0, key: `KEY-${key}` });
  }
  const owner = new Client({ connectionString: server.databaseUrl });
  await owner.connect();
  await fillLog(owner);
  const stop = async (): Promise<void> => {
    await owner.end();
    await server.stop();
  };
  return { server, owner, productIds, stop };
};

/**
 * Values that are everywhere, in some stretches only, rare, or only at one end: a row every 333 ms, so that seconds have
 * three rows or four and their edges fall differently.
 */
const fillLog = async (owner: Client): Promise<void> => {
  await owner.query('select setseed(0.42)');
  await owner.query(
    `insert into log_subject select 1, global_id, product_id, global_id, 0, 0, 1, 0
     from license where account_id = 1 and global_id <= ${KEYS}`,
  );
  await owner.query(
    `insert into log_device select 1, n, 'machine ' || (n / 2), 'name ' || n || 'x', '', 'name ' || n || 'x', 0
     from generate_series(1, ${DEVICES}) n`,
  );
  await owner.query(
    `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
     select 1, case when i % 10 = 0 then 0 when i between 60000 and 90000 then 7 else 1 + (random() * ${DEVICES - 1})::int end,
       i, ${FIRST_SECOND}000 + i * 333::bigint,
       case when random() < 0.4 then 1 when i > 120000 then 2 + 2 * (random() * ${KEYS / 2 - 1})::int
            else 3 + (random() * (${KEYS} - 3))::int end, 0,
       case when i % 20011 = 0 then 4021 when i < 3000 then 3010 when random() < 0.02 then 6010 else 2011 end, 1
     from generate_series(1, ${ROWS}) i`,
  );
  await owner.query('update log_head set last_id = $1, last_time = $2 where account_id = 1', [
    ROWS,
    FIRST_SECOND * 1000 + ROWS * 333,
  ]);
  await owner.query('analyze');
};

/** How many rows of the log the statements of a reading read, kept or not. */
export const rowsTouched = async (server: TestServer, reading: (run: Run) => Promise<unknown>): Promise<number> => {
  let touched = 0;
  await reading(async <Row extends object>(statement: Statement<Row>): Promise<readonly Row[]> => {
    const [explained] = await server.readers.run<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>({
      name: '',
      text: `explain (analyze, costs off, timing off, summary off, format json) ${statement.text}`,
      values: statement.values,
    });
    const plan = explained?.['QUERY PLAN'][0]?.Plan;
    assert(plan !== undefined);
    touched += rowsOfLog(plan);
    return server.readers.run(statement);
  });
  return touched;
};

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const rowsOfLog = (node: PlanNode): number => {
  const own =
    node['Relation Name'] === 'web_api_log'
      ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      : 0;
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsOfLog(child), own);
};
