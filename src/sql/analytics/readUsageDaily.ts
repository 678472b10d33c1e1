import type { ProductId } from '../../domain/entities/ids.js';
import { planned, type Statement } from '../statement.js';
import { idsOf, type UsageDays, type UsagePage, UsageRead } from './usagePage.js';

export interface DailyUsageRow {
  readonly id: number;
  readonly product_id: ProductId;
  /** Days since 1970. */
  readonly day: number;
  readonly total_requests: number;
  readonly successful: number;
  readonly failed: number;
  readonly active_devices: number;
  readonly active_keys: number;
  readonly active_customers: number;
}

export interface DailyCountryUsageRow {
  readonly id: number;
  readonly product_id: ProductId;
  /** Days since 1970. */
  readonly day: number;
  readonly country: string;
  readonly total_requests: number;
  readonly successful: number;
  readonly failed: number;
}

/** What is undefined does not filter. */
export interface DailyFilter extends UsageDays {
  readonly productId?: ProductId | undefined;
  /** ISO 3166 alpha-2, upper-case. */
  readonly country?: string | undefined;
}

const readDays = <Row extends object>(
  table: 'daily_usage' | 'daily_country_usage',
  columns: string,
  accountId: number,
  { productId, country, firstDay, lastDay }: DailyFilter,
  page: UsagePage,
): Statement<Row> => {
  const read = new UsageRead(table, accountId, page);
  const { first, last } = idsOf(page);
  read.filter('product_id = ?', productId, 'int');
  read.filter('country = ?', country, 'text');
  read.filter('id >= ?', first, 'bigint');
  read.filter('id <= ?', last, 'bigint');
  if (firstDay !== undefined) read.condition(`id >= ${read.firstIdFrom('since', 'day', firstDay)}`);
  if (lastDay !== undefined) read.condition(`id < ${read.firstIdFrom('until', 'day', lastDay + 1)}`);
  // Days with excluded keys only have an id and no counts; they are not shown.
  return planned(
    `${read.with}
     select ${columns} from ${table} where ${read.where} and shown order by id ${read.order} limit ${read.limit}`,
    read.values.list,
  );
};

/** A page of products' days in order of id. */
export const readDailyUsage = (
  accountId: number,
  filter: Omit<DailyFilter, 'country'>,
  page: UsagePage,
): Statement<DailyUsageRow> =>
  readDays(
    'daily_usage',
    'id, product_id, day, total_requests, successful, failed, active_devices, active_keys, active_customers',
    accountId,
    filter,
    page,
  );

/** A page of products' days in each country, in order of id. */
export const readDailyCountryUsage = (
  accountId: number,
  filter: DailyFilter,
  page: UsagePage,
): Statement<DailyCountryUsageRow> =>
  readDays(
    'daily_country_usage',
    'id, product_id, day, country, total_requests, successful, failed',
    accountId,
    filter,
    page,
  );
