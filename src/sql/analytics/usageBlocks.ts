import type { LicenseId, MachineNo, ProductId } from '../../domain/entities/ids.js';
import { planned, type Statement, type Values } from '../statement.js';
import { idsOf, type UsageDays, type UsagePage, UsageRead } from './usagePage.js';

type BlocksTable = 'key_device' | 'key_usage';

const SECONDS_A_DAY = 86_400;

/** Columns that a row must have these values in; undefined: any. Each combination that may have many rows has an index. */
export interface Equals {
  readonly product_id?: ProductId | undefined;
  readonly license_id?: LicenseId | undefined;
  readonly machine_no?: MachineNo | undefined;
}

/** How the index of a combination numbers blocks of 4,096 ids. */
interface Blocks {
  /** A condition on the rows `t`, with `and` before it. */
  readonly head: string;
  /** The number of the block that a row `t` is in. */
  readonly ofRow: string;
  /** The number that the block with an id has. */
  readonly ofId: (id: string) => string;
}

/**
 * No two combinations number blocks by the same expression, so that a statement fits one index only: without statistics
 * the planner takes all of them for equally good. Hence also the value and the block in one number.
 */
const blocksOf = ({ product_id, license_id, machine_no }: Equals, values: Values): Blocks => {
  const within = (column: keyof Equals, value: number): Blocks => {
    const placeholder = values.add(value, 'bigint');
    return {
      head: '',
      ofRow: `((t.${column}::bigint << 32) | (t.id >> 12))`,
      ofId: (id) => `((${placeholder} << 32) | (${id} >> 12))`,
    };
  };
  if (license_id !== undefined) return within('license_id', license_id);
  if (product_id !== undefined && machine_no !== undefined) {
    const [machine, product] = [values.add(machine_no, 'bigint'), values.add(product_id, 'bigint')];
    return {
      head: `and ((t.machine_no::bigint << 32) | t.product_id) = ((${machine} << 32) | ${product})`,
      ofRow: '(t.id >> 12)::int',
      ofId: (id) => `(${id} >> 12)::int`,
    };
  }
  if (product_id !== undefined) return within('product_id', product_id);
  if (machine_no !== undefined) return within('machine_no', machine_no);
  return { head: '', ofRow: '(t.id >> 12)', ofId: (id) => `(${id} >> 12)` };
};

/**
 * A page, in order of id, of a table whose rows have a first and a last moment: seen on or after `firstDay`, and first seen
 * before the day after `lastDay`. First moments have the order of the ids and become an id. Last ones do not: the page goes
 * from block to block of ids and reads of each only what was seen late enough, until it has enough. A block costs two
 * look-ups, whatever it holds that was last seen too early.
 *
 * `columns` are those of a row `r`. Not for a license together with its product or a machine.
 */
export const readBlocks = <Row extends object>(
  table: BlocksTable,
  accountId: number,
  columns: (account: string) => string,
  equals: Equals,
  { firstDay, lastDay }: UsageDays,
  page: UsagePage,
): Statement<Row> => {
  const read = new UsageRead(table, accountId, page);
  const { values, order, limit, descending, account, where } = read;
  const { head, ofRow, ofId } = blocksOf(equals, values);
  const cursors = idsOf(page);
  // Ids beyond the last one are cut off, also because the number of their block may be too long.
  read.cte(
    'latest',
    `select coalesce((select t.id from ${table} t where ${where} order by t.id desc limit 1), 0) as id`,
  );
  const until =
    lastDay === undefined ? '' : `, ${read.firstIdFrom('until', 'first_seen', (lastDay + 1) * SECONDS_A_DAY)} - 1`;
  read.cte(
    'ids',
    `select least(${values.add(cursors.first, 'bigint')}, latest.id + 1) as first,
       least(${values.add(cursors.last, 'bigint')}, latest.id${until}) as last from latest`,
  );
  const ends = { first: '(select first from ids)', last: '(select last from ids)' };
  const { from, to, beyond, within, step } = descending
    ? { from: ends.last, to: ends.first, beyond: '<', within: '>=', step: 1 }
    : { from: ends.first, to: ends.last, beyond: '>', within: '<=', step: -1 };
  const late = values.add(firstDay ?? 0, 'int');
  // `+ 0` hides the index over all ids: the block's own has less to read.
  const fitting = (block: string): string =>
    `${table} t where ${where} ${head} and ${ofRow} = ${block} and t.last_day >= ${late}
       and t.id + 0 between ${ends.first} and ${ends.last}`;
  read.cte(
    'visited(block, found)',
    `select ${ofId(from)} + ${step}, 0::bigint where ${ends.first} <= ${ends.last}
     union all
     select n.block, v.found + (select count(*) from (select from ${fitting('n.block')} limit ${limit}) c)
     from visited v cross join lateral (
       select ${ofRow} as block from ${table} t
       where ${where} ${head} and ${ofRow} ${beyond} v.block and ${ofRow} ${within} ${ofId(to)}
       order by ${ofRow} ${order} limit 1) n
     where v.found < ${limit}`,
  );
  // The inner limit also keeps the planner from joining, for which it would read the table whole.
  return planned(
    `${read.with}
     select ${columns(account)} from (
       select t.* from visited v cross join lateral (
         select t.* from ${fitting('v.block')} order by t.id ${order} limit ${limit}) t
       order by t.id ${order} limit ${limit}) r
     order by r.id ${order}`,
    values.list,
  );
};

/** The same where `equals` names the rest of the primary key: one row or none. */
export const readOne = <Row extends object>(
  table: BlocksTable,
  accountId: number,
  columns: (account: string) => string,
  equals: Equals,
  { firstDay, lastDay }: UsageDays,
  page: UsagePage,
): Statement<Row> => {
  const read = new UsageRead(table, accountId, page);
  const { first, last } = idsOf(page);
  for (const [column, value] of Object.entries(equals)) read.filter(`${column} = ?`, value, 'int');
  // `+ 0` hides the index over ids.
  read.filter('id + 0 >= ?', first, 'bigint');
  read.filter('id + 0 <= ?', last, 'bigint');
  read.filter('last_day >= ?', firstDay, 'int');
  if (lastDay !== undefined) read.filter('first_seen < ?', (lastDay + 1) * SECONDS_A_DAY, 'bigint');
  return planned(
    `${read.with} select ${columns(read.account)} from ${table} r where ${read.where} limit ${read.limit}`,
    read.values.list,
  );
};
