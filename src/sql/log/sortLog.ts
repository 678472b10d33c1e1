import { LEASES } from '../../domain/log/stateLists.js';
import type { LogField } from '../../domain/log/webApiLog.js';
import { planned, prepared, type Statement, Values } from '../statement.js';
import {
  filteredLists,
  type IdRange,
  LOG_LISTS,
  type LogFilter,
  type LogRow,
  type LogSlice,
  passesAddress,
  READ_COLUMNS,
} from './readLog.js';

/** The fields that a page can be sorted by, other than those that follow the ids. */
export type SortField = Exclude<LogField, 'id' | 'time'>;

interface Sorting {
  readonly from: string;
  readonly by: readonly string[];
}

const SUBJECT = 'left join log_subject s on s.account_id = l.account_id and s.subject_no = l.subject_no';
const DEVICE = 'left join log_device d on d.account_id = l.account_id and d.device_no = l.device_no';

const SORTINGS: Readonly<Record<Exclude<SortField, 'ip'>, Sorting>> = {
  productId: { from: SUBJECT, by: ['s.product_id'] },
  key: {
    from: `${SUBJECT} left join license k on k.account_id = l.account_id and k.global_id = s.license_id`,
    by: [`coalesce(k.key, substring(l.detail from '^(?:d\\d+,-?\\d+)?k(.*)$'), '') collate "C"`],
  },
  state: { from: '', by: ['l.state'] },
  // "" is a device, null is none and comes before it.
  machineCode: { from: DEVICE, by: ['d.device_no is not null', 'd.machine_code collate "C"'] },
  friendlyName: { from: DEVICE, by: [`coalesce(d.friendly_name, '') collate "C"`] },
  floatingExpires: {
    from: SUBJECT,
    by: [
      `case when l.state in (${LEASES.join()}) and s.floating_interval > 0 then l.time / 1000 + s.floating_interval else 0 end`,
    ],
  },
  doIntValue: { from: '', by: [`coalesce(substring(l.detail from '^d\\d+,(-?\\d+)')::bigint, 0)`] },
  doId: { from: '', by: [`coalesce(substring(l.detail from '^d(\\d+),')::bigint, 0)`] },
};

/** The sort key of `ip`: the rank of each address in its masked form. */
export interface AddressRanks {
  readonly numbers: readonly number[];
  readonly ranks: readonly number[];
}

const sorting = (field: SortField, values: Values, addresses: AddressRanks): Sorting => {
  if (field !== 'ip') return SORTINGS[field];
  const ranks = `unnest(${values.add(addresses.numbers, 'int[]')}, ${values.add(addresses.ranks, 'int[]')})`;
  return {
    from: `left join ${ranks} as a(address_no, rank) on a.address_no = l.address_no`,
    by: ['coalesce(a.rank, 0)'],
  };
};

/** The rows of a range that match a filter. */
const filtered = (values: Values, accountId: number, range: IdRange, filter: LogFilter): string => {
  const account = values.add(accountId, 'int');
  return [
    `l.account_id = ${account}`,
    `l.id between ${values.add(range.first, 'bigint')} and ${values.add(range.last, 'bigint')}`,
    ...filteredLists(filter).map((list) => {
      const { column, type } = LOG_LISTS[list];
      return `l.${column} = any(${values.add(filter[list], `${type}[]`)})`;
    }),
    ...passesAddress(values, account, 'l', filter),
  ].join(' and ');
};

/** The ids of a page sorted by a field, equal ones by id in the same direction. Sorts all that the filter leaves. */
export const sortLog = (
  accountId: number,
  { range, filter, descending, limit }: LogSlice,
  order: { readonly field: SortField; readonly addresses: AddressRanks },
): Statement<{ readonly id: number }> => {
  const values = new Values();
  const { from, by } = sorting(order.field, values, order.addresses);
  const conditions = filtered(values, accountId, range, filter);
  const keys = [...by, 'l.id'].map((key) => `${key} ${descending ? 'desc' : 'asc'}`);
  return planned(
    `select l.id from web_api_log l ${from} where ${conditions}
     order by ${keys.join(', ')} limit ${values.add(limit, 'int')}`,
    values.list,
  );
};

export const logRowsById = prepared<LogRow, [accountId: number, ids: readonly number[]]>(
  'log_rows_by_id',
  `select ${READ_COLUMNS} from web_api_log
   where account_id = $1 and id = any($2::bigint[])`,
);

/** The addresses of the rows that a filter leaves; no more than `most`, and then which ones is left open. */
export const filteredAddresses = (
  accountId: number,
  range: IdRange,
  filter: LogFilter,
  most: number,
): Statement<{ readonly address_no: number; readonly address: string }> => {
  const values = new Values();
  const conditions = filtered(values, accountId, range, filter);
  return planned(
    `select a.address_no, a.address from log_address a where a.account_id = ${values.add(accountId, 'int')}
       and a.address_no in (select l.address_no from web_api_log l where ${conditions})
     limit ${values.add(most, 'int')}`,
    values.list,
  );
};
