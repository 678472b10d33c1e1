import type { LicenseId, MachineNo, ProductId } from '../../domain/entities/ids.js';
import { planned, type Statement } from '../statement.js';
import { idsOf, keyOf, machineCodeOf, type UsageDays, type UsagePage, UsageRead } from './usagePage.js';

export interface BucketRow {
  readonly id: number;
  readonly product_id: ProductId;
  readonly license_id: LicenseId;
  /** null: the license is deleted. */
  readonly key: string | null;
  readonly machine_code: string;
  /** Half hours since 1970. */
  readonly bucket: number;
  readonly refresh_count: number;
  readonly deactivation_count: number;
  /** Unix seconds. */
  readonly first_event: number;
  readonly last_event: number;
  readonly last_event_state: number;
  /** Seconds. */
  readonly gap_from_previous: number | null;
}

/** What is undefined does not filter. A license is not named together with its product: it has only one. */
export interface KeyFilter extends UsageDays {
  readonly productId?: ProductId | undefined;
  readonly licenseId?: LicenseId | undefined;
}

export interface BucketFilter extends KeyFilter {
  /** 0: the rows without a machine code. */
  readonly machineNo?: MachineNo | undefined;
}

const BUCKETS_A_DAY = 48;

/** A page of activity buckets in order of id. Start and End are about the bucket's start. */
export const readBuckets = (accountId: number, filter: BucketFilter, page: UsagePage): Statement<BucketRow> => {
  const read = new UsageRead('activity_bucket', accountId, page);
  read.filter('product_id = ?', filter.productId, 'int');
  read.filter('license_id = ?', filter.licenseId, 'int');
  read.filter('machine_no = ?', filter.machineNo, 'int');
  if (filter.licenseId !== undefined && filter.machineNo !== undefined) withinOneMachine(read, filter, page);
  else alongIds(read, filter, page);
  const order = filter.licenseId !== undefined && filter.machineNo !== undefined ? 'bucket' : 'id';
  return planned(
    `${read.with}
     select r.id, r.product_id, r.license_id, ${keyOf(read.account)} as key, ${machineCodeOf(read.account)} as machine_code,
       r.bucket, r.refresh_count, r.deactivation_count, r.first_event, r.last_event, r.last_event_state,
       r.gap_from_previous
     from (select * from activity_bucket where ${read.where} order by ${order} ${read.order} limit ${read.limit}) r
     order by r.id ${read.order}`,
    read.values.list,
  );
};

const alongIds = (read: UsageRead, { firstDay, lastDay }: UsageDays, page: UsagePage): void => {
  const { first, last } = idsOf(page);
  read.filter('id >= ?', first, 'bigint');
  read.filter('id <= ?', last, 'bigint');
  if (firstDay !== undefined) read.condition(`id >= ${read.firstIdFrom('since', 'bucket', firstDay * BUCKETS_A_DAY)}`);
  if (lastDay !== undefined) {
    read.condition(`id < ${read.firstIdFrom('until', 'bucket', (lastDay + 1) * BUCKETS_A_DAY)}`);
  }
};

/** The primary key has the buckets of a license and machine in order of time, which is that of their ids. */
const withinOneMachine = (read: UsageRead, { firstDay, lastDay }: UsageDays, page: UsagePage): void => {
  if (firstDay !== undefined) read.filter('bucket >= ?', firstDay * BUCKETS_A_DAY, 'int');
  if (lastDay !== undefined) read.filter('bucket < ?', (lastDay + 1) * BUCKETS_A_DAY, 'int');
  const { afterId, beforeId } = page;
  // The cursor's neighbour tells the bucket from which to read; `+ 0` hides the indexes over ids.
  if (afterId !== undefined) {
    read.condition(`bucket >= ${read.neighbour('bucket', 'id > ?', afterId, 'asc')}`);
    read.filter('id + 0 > ?', afterId, 'bigint');
  }
  if (beforeId !== undefined) {
    read.condition(`bucket <= ${read.neighbour('bucket', 'id < ?', beforeId, 'desc')}`);
    read.filter('id + 0 < ?', beforeId, 'bigint');
  }
};
