import { planned, type Statement } from './statement.js';
import { idsOf, type UsageDays, type UsagePage, UsageRead } from './usagePage.js';

type BlocksTable = 'key_device' | 'key_usage';

/** As in the indexes of key_device and key_usage: a block has 2^12 ids. */
const SHIFT = 12;

const SECONDS_A_DAY = 86_400;

/** Columns that a row must have these values in; undefined: any. Each combination that may have many rows has an index. */
export type Equals = Readonly<Record<string, number | undefined>>;

/**
 * A page, in order of id, of a table whose rows have a first and a last moment: seen on or after `firstDay`, and first seen
 * before the day after `lastDay`. First moments have the order of the ids and become an id. Last ones do not: the page goes
 * from block to block of ids and reads of each only what was seen late enough, until it has enough. A block costs two
 * look-ups, whatever it holds that was last seen too early.
 *
 * `columns` are those of a row `r`.
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
  const { values, order, limit, descending, account } = read;
  for (const [column, value] of Object.entries(equals)) read.filter(`${column} = ?`, value, 'int');
  const { where } = read;
  const cursors = idsOf(page);
  // Ids beyond the last one are cut off, also because the number of their block may be no int.
  read.cte(
    'latest',
    `select coalesce((select t.id from ${table} t where t.account_id = ${account}
       and t.generation = (select generation from active) order by t.id desc limit 1), 0) as id`,
  );
  const until =
    lastDay === undefined ? '' : `, ${read.firstIdFrom('until', 'first_seen', (lastDay + 1) * SECONDS_A_DAY)} - 1`;
  read.cte(
    'ids',
    `select least(${values.add(cursors.first, 'bigint')}, latest.id + 1) as first,
       least(${values.add(cursors.last, 'bigint')}, latest.id${until}) as last from latest`,
  );
  const block = (id: string): string => `(${id} >> ${SHIFT})::int`;
  const ends = { first: '(select first from ids)', last: '(select last from ids)' };
  const { from, to, beyond, within, step } = descending
    ? { from: ends.last, to: ends.first, beyond: '<', within: '>=', step: 1 }
    : { from: ends.first, to: ends.last, beyond: '>', within: '<=', step: -1 };
  const late = values.add(firstDay ?? 0, 'int');
  // `+ 0` hides the index over all ids: the block's own has less to read.
  const fitting = (number: string): string =>
    `${table} t where ${where} and ${block('t.id')} = ${number} and t.last_day >= ${late}
       and t.id + 0 between ${ends.first} and ${ends.last}`;
  read.cte(
    'visited(block, found)',
    `select ${block(from)} + ${step}, 0::bigint where ${ends.first} <= ${ends.last}
     union all
     select n.block, v.found + (select count(*) from (select from ${fitting('n.block')} limit ${limit}) c)
     from visited v cross join lateral (
       select ${block('t.id')} as block from ${table} t
       where ${where} and ${block('t.id')} ${beyond} v.block and ${block('t.id')} ${within} ${block(to)}
       order by ${block('t.id')} ${order} limit 1) n
     where v.found < ${limit}`,
  );
  return planned(
    `${read.with}
     select ${columns(account)} from (
       select t.* from visited v cross join lateral (select t.* from ${fitting('v.block')}) t
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
