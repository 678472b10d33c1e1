import { planned, type Statement, Values } from '../statement.js';
import { LOG_COLUMN_NAMES, type StoredLogRow } from './logColumns.js';

/**
 * Reads of the log. Which statement suits a page is decided in engine/log/logPage.ts; here each is written so that it has one
 * plan only: `+ 0` hides an index that must not be used from the planner.
 */

/** A row of the log with its numbers; their values are read in sideValues.ts. */
export type LogRow = Omit<StoredLogRow, 'method'>;

/** Ids, both ends included. */
export interface IdRange {
  readonly first: number;
  readonly last: number;
}

/** The lists of numbers that a row may be found by: each has a coarse index over blocks of 2^shift ids. */
export const LOG_LISTS = {
  subject: { column: 'subject_no', shift: 13, type: 'int', covered: 'true' },
  device: { column: 'device_no', shift: 15, type: 'int', covered: 'device_no <> 0' },
  state: { column: 'state', shift: 11, type: 'smallint', covered: 'true' },
} as const;

export type LogList = keyof typeof LOG_LISTS;

/**
 * A filter by address: the numbers of addresses, or their country. The log has no index of addresses: rows that are found
 * otherwise are checked one by one.
 */
export type AddressFilter = { readonly numbers: string } | { readonly country: string };

/** For each filtering list, the matching numbers, as PostgreSQL writes an array: `{1,2}`. */
export type LogFilter = Readonly<Partial<Record<LogList, string>>> & { readonly address?: AddressFilter };

export const filteredLists = (filter: LogFilter): readonly LogList[] =>
  (Object.keys(LOG_LISTS) as LogList[]).filter((list) => filter[list] !== undefined);

/** What pages show of a row. */
export const READ_COLUMNS = LOG_COLUMN_NAMES.filter((column) => column !== 'method').join(', ');

const direction = (descending: boolean): string => (descending ? 'desc' : 'asc');

/**
 * Conditions that exclude `rows` which do not match the lists and the address. The array is a constant to the planner, which
 * then hashes it.
 */
export const passes = (
  values: Values,
  account: string,
  rows: string,
  filter: LogFilter,
  lists: readonly LogList[],
): string[] => [
  ...lists.map((list) => {
    const { column, type } = LOG_LISTS[list];
    return `(${column} + 0) = any(${values.add(filter[list], `${type}[]`)})`;
  }),
  ...passesAddress(values, account, rows, filter),
];

/** An address that is looked up for each row: one plan, however many addresses a country has. */
export const passesAddress = (values: Values, account: string, rows: string, { address }: LogFilter): string[] => {
  if (address === undefined) return [];
  if ('numbers' in address) return [`${rows}.address_no = any(${values.add(address.numbers, 'int[]')})`];
  const country = `select a.country from log_address a where a.account_id = ${account} and a.address_no = ${rows}.address_no`;
  return [`(${country}) = ${values.add(address.country, 'text')}`];
};

/**
 * Finds rows by the index of a list. The array is hidden from the planner: estimating each of ten thousand numbers takes
 * longer than finding them.
 */
export const isIn = (values: Values, filter: LogFilter, list: LogList): string => {
  const { column, type, covered } = LOG_LISTS[list];
  return `${column} = any((select ${values.add(filter[list], `${type}[]`)})::${type}[]) and ${covered}`;
};

/** The blocks of a list's index that hold a range of ids. */
export const blocks = (values: Values, list: LogList, { first, last }: IdRange): string => {
  const { shift } = LOG_LISTS[list];
  const block = (id: number): string => values.add(Math.floor(id / 2 ** shift), 'int');
  return `(id >> ${shift})::int between ${block(first)} and ${block(last)}`;
};

/** Which rows, in order of id. */
export interface LogSlice {
  readonly range: IdRange;
  readonly filter: LogFilter;
  readonly descending: boolean;
  readonly limit: number;
}

/** Rows of the range in order of id, along the primary key, past those that the filter leaves out. */
export const walkLog = (accountId: number, { range, filter, descending, limit }: LogSlice): Statement<LogRow> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const conditions = [
    `account_id = ${account}`,
    `id between ${values.add(range.first, 'bigint')} and ${values.add(range.last, 'bigint')}`,
    ...passes(values, account, 'web_api_log', filter, filteredLists(filter)),
  ];
  return planned(
    `select ${READ_COLUMNS} from web_api_log where ${conditions.join(' and ')}
     order by id ${direction(descending)} limit ${values.add(limit, 'int')}`,
    values.list,
  );
};

/** The rows of one list in the blocks around a range: no more than `most`, and then which ones is left open. */
const listed = (
  values: Values,
  account: string,
  list: LogList,
  { range, filter }: Pick<LogSlice, 'range' | 'filter'>,
  most: number,
): string => {
  const conditions = [`account_id = ${account}`, isIn(values, filter, list), blocks(values, list, range)];
  return `select ${READ_COLUMNS} from web_api_log where ${conditions.join(' and ')} limit ${values.add(most, 'int')}`;
};

/** A row that was found, or only the count when none was. */
export type ListedRow = { readonly listed: number } & (LogRow | { readonly id: null });

/**
 * Rows of the range in order of id, found through the index of one list. `listed` says how many rows the list has in the
 * surrounding blocks; if it is `most`, some were not read and the answer is incomplete.
 */
export const readLogList = (
  accountId: number,
  list: LogList,
  { range, filter, descending, limit }: LogSlice,
  most: number,
): Statement<ListedRow> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const others = filteredLists(filter).filter((other) => other !== list);
  const conditions = [
    `id between ${values.add(range.first, 'bigint')} and ${values.add(range.last, 'bigint')}`,
    ...passes(values, account, 'listed', filter, others),
  ];
  return planned(
    `with listed as materialized (${listed(values, account, list, { range, filter }, most)})
     select c.listed, r.* from (select count(*)::int as listed from listed) c
     left join lateral (
       select ${READ_COLUMNS} from listed where ${conditions.join(' and ')}
       order by id ${direction(descending)} limit ${values.add(limit, 'int')}) r on true
     order by r.id ${direction(descending)}`,
    values.list,
  );
};

/** How many rows a list has in the blocks around a range; stops counting at `most`. */
export const countLogList = (
  accountId: number,
  list: LogList,
  { range, filter }: Pick<LogSlice, 'range' | 'filter'>,
  most: number,
): Statement<{ readonly listed: number }> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  return planned(
    `select count(*)::int as listed from (${listed(values, account, list, { range, filter }, most)}) l`,
    values.list,
  );
};
