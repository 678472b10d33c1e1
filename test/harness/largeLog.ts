import assert from 'node:assert/strict';
import type { Client } from 'pg';
import type { LogFilters } from '../../src/domain/log/webApiLog.js';
import type { Run, Statement } from '../../src/sql/statement.js';
import { addLicense } from './licenses.js';
import { serverOfFile, type TestServer } from './server.js';

/** A log with many blocks of every index, and how many of its rows a reading touches. */

/** Enough for many blocks of every index. */
export const ROWS = 150_000;
const KEYS = 40;
const DEVICES = 300;
export const FIRST_SECOND = 1_700_000_000;

/** Callers' addresses, as they were told and as they are shown: often, in one stretch only, and in a month without rows. */
export const ADDRESSES = [
  { no: 900_001, address: '203.0.113.7', shown: '203.0.113.0', country: 'SE' },
  { no: 900_002, address: '203.0.113.99', shown: '203.0.113.0', country: 'SE' },
  { no: 900_003, address: '2001:db8:1::5', shown: '2001:db8:1::', country: 'DE' },
  { no: 900_004, address: '2001:0DB8:0001:2::9', shown: '2001:db8:1::', country: 'DE' },
  { no: 900_005, address: '198.51.100.1', shown: '198.51.100.0', country: 'US' },
  { no: 900_006, address: '2001:db8:0:1::5', shown: '2001:db8::', country: 'SE' },
  { no: 900_007, address: '192.0.2.1', shown: '192.0.2.0', country: 'FR' },
] as const;

/** Of all addresses that have rows. */
const MONTH = 2023 * 12 + 10;

/** The numbers of the addresses that filters let through; null: they do not say. */
export const addressNumbersOf = ({ network, country }: Pick<LogFilters, 'network' | 'country'>) =>
  network === undefined && country === undefined
    ? null
    : ADDRESSES.filter(({ shown }) => network === undefined || shown === network)
        .filter((one) => country === undefined || one.country === country)
        .map(({ no }) => no);

export interface LargeLog {
  readonly server: TestServer;
  /** The database's owner. */
  readonly owner: Client;
  /** Keys are in the first two; the third has no rows. */
  readonly productIds: readonly number[];
}

/** For the file or the test that asks, as `serverOfFile`. */
export const startLargeLog = async (): Promise<LargeLog> => {
  const server = await serverOfFile();
  const products = [await server.product(), await server.product(), await server.product()];
  const productIds = products.map((product) => product.productId);
  for (let key = 1; key <= KEYS; key += 1) {
    await addLicense(server.engine, { productId: productIds[key % 2] ?? 0, key: `KEY-${key}` });
  }
  const owner = await server.connectOwner();
  await fillLog(owner);
  return { server, owner, productIds };
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
            else 3 + (random() * (${KEYS} - 3))::int end,
       case when i between 100000 and 100300 then 900005 when i % 7 < 4 then 900001 + i % 7 when i % 7 = 4 then 900006 else 0 end,
       case when i % 20011 = 0 then 4021 when i < 3000 then 3010 when random() < 0.02 then 6010 else 2011 end, 1
     from generate_series(1, ${ROWS}) i`,
  );
  for (const { no, address, country } of ADDRESSES) {
    const month = country === 'FR' ? MONTH + 1 : MONTH;
    await owner.query('insert into log_address values (1, $1, $2, $3, $4)', [no, month, address, country]);
  }
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
