import { planned, type Statement, Values } from '../statement.js';
import { blocks, filteredLists, type IdRange, isIn, type LogFilter, type LogList, passes } from './readLog.js';

/**
 * Counts of log rows by step and state. The steps of a count lie side by side: `bounds` are the ids at which they begin,
 * and at the end the one after the last.
 */

export interface StateCount {
  /** From 0. */
  readonly step: number;
  readonly state: number;
  readonly rows: number;
}

const rangeOf = (bounds: readonly number[]): IdRange => ({ first: bounds[0] ?? 1, last: (bounds.at(-1) ?? 1) - 1 });

const within = (values: Values, { first, last }: IdRange): string =>
  `id between ${values.add(first, 'bigint')} and ${values.add(last, 'bigint')}`;

const stepOf = (values: Values, bounds: readonly number[]): string =>
  `width_bucket(id, ${values.add(bounds, 'bigint[]')}) - 1`;

/** Reads every row between the bounds. */
export const countWalked = (accountId: number, bounds: readonly number[], filter: LogFilter): Statement<StateCount> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const conditions = [
    `account_id = ${account}`,
    within(values, rangeOf(bounds)),
    ...passes(values, account, 'web_api_log', filter, filteredLists(filter)),
  ];
  return planned(
    `select ${stepOf(values, bounds)} as step, state, count(*)::int as rows from web_api_log
     where ${conditions.join(' and ')} group by 1, 2`,
    values.list,
  );
};

/** A count, or only the number of rows read if there is none. */
export type ListedCount = { readonly listed: number } & (StateCount | { readonly rows: null });

/**
 * Reads the rows of one list, at most `most` in the surrounding blocks; `listed` is their number, and if it is `most` the
 * counts are incomplete.
 */
export const countListed = (
  accountId: number,
  list: LogList,
  bounds: readonly number[],
  filter: LogFilter,
  most: number,
): Statement<ListedCount> => {
  const values = new Values();
  const range = rangeOf(bounds);
  const others = filteredLists(filter).filter((other) => other !== list);
  const account = values.add(accountId, 'int');
  const found = [`account_id = ${account}`, isIn(values, filter, list), blocks(values, list, range)];
  const kept = [within(values, range), ...passes(values, account, 'listed', filter, others)];
  return planned(
    `with listed as materialized (
       select id, state, subject_no, device_no, address_no from web_api_log
       where ${found.join(' and ')} limit ${values.add(most, 'int')})
     select c.listed, r.step, r.state, r.rows from (select count(*)::int as listed from listed) c
     left join (
       select ${stepOf(values, bounds)} as step, state, count(*)::int as rows from listed
       where ${kept.join(' and ')} group by 1, 2) r on true`,
    values.list,
  );
};

/** 2^20 parts of a stride: where in it a row is taken. */
const JITTER = 1_048_576;

/**
 * Reads a sample of `taken` rows of each step, evenly spread: one in each of as many strides of ids, at a deterministic
 * position that is independent of the rows' contents. If `taken` is the number of ids, it reads them all.
 */
export const countSampled = (
  accountId: number,
  bounds: readonly number[],
  taken: readonly number[],
  filter: LogFilter,
): Statement<StateCount> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const firsts = values.add(bounds.slice(0, -1), 'bigint[]');
  const ends = values.add(bounds.slice(1), 'bigint[]');
  const conditions = passes(values, account, 'l', filter, filteredLists(filter));
  // The limit makes each row a look-up of its own, whatever the planner thinks of their number.
  return planned(
    `select s.step, l.state, count(*)::int as rows
     from unnest(${firsts}, ${ends}, ${values.add(taken, 'int[]')}) with ordinality as w(first, after, taken, position)
     cross join lateral (
       select (w.position - 1)::int as step, w.first + k * (w.after - w.first) / w.taken
         + (k * 2654435761 >> 12) % ${JITTER} * ((w.after - w.first) / w.taken) / ${JITTER} as id
       from generate_series(0, w.taken - 1::bigint) k where w.taken > 0) s
     cross join lateral (
       select state, subject_no, device_no, address_no from web_api_log where account_id = ${account} and id = s.id limit 1) l
     ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
     group by 1, 2`,
    values.list,
  );
};
