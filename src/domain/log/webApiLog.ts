import type { LicenseId, ProductId } from '../entities/ids.js';
import { unixSeconds } from '../time/time.js';
import type { Milliseconds, UnixSeconds } from '../time/units.js';
import { maskAddress } from './address.js';
import { LEASES } from './stateLists.js';

/** A row of the log with its side values resolved. */
export interface WebApiLogRow {
  readonly id: number;
  readonly productId: ProductId;
  /** 0: no such key. */
  readonly licenseId: LicenseId;
  /** The license's key string, also of a deleted one; else the requested string, else "". */
  readonly key: string;
  /** Unmasked; "" when there was none or retention has blanked it. */
  readonly address: string;
  readonly time: Milliseconds;
  readonly state: number;
  /** null: the method names no device. */
  readonly machineCode: string | null;
  readonly friendlyName: string;
  /** Requested seconds of the lease; 0: no lease. */
  readonly floatingInterval: number;
  readonly dataObjectValue: number;
  readonly dataObjectId: number;
}

/** The fields a page can be sorted by, as answers write them. */
export const LOG_FIELDS = [
  'id',
  'productId',
  'key',
  'ip',
  'time',
  'state',
  'machineCode',
  'friendlyName',
  'floatingExpires',
  'doIntValue',
  'doId',
] as const;

export type LogField = (typeof LOG_FIELDS)[number];

/** Filters and order of rows. Undefined fields do not filter; all others must match. */
export interface LogQuery {
  readonly productId?: ProductId | undefined;
  /** Only with `productId`. */
  readonly key?: string | undefined;
  /** The caller sees this product only. */
  readonly productLock?: ProductId | undefined;
  /** The caller sees this license only. */
  readonly licenseLock?: LicenseId | undefined;
  readonly machineCode?: string | undefined;
  /** Contained in the friendly name, case-insensitively. */
  readonly friendlyName?: string | undefined;
  readonly states?: readonly number[] | undefined;
  /** The caller's address as it is shown, masked. */
  readonly network?: string | undefined;
  /** ISO 3166 alpha-2 of the caller's address, in upper case. */
  readonly country?: string | undefined;
  readonly time?: TimeSpan | undefined;
  /** Rows with a greater id only. */
  readonly afterId?: number | undefined;
  /** Rows with a smaller id only. */
  readonly beforeId?: number | undefined;
  readonly order: { readonly by: LogField; readonly descending: boolean };
  readonly limit: number;
}

/** The filters that do not depend on time or id. */
export type LogFilters = Omit<LogQuery, 'time' | 'afterId' | 'beforeId' | 'order' | 'limit'>;

/** Whole seconds since 1970, `first` and `last` included; undefined: no bound. */
export interface TimeSpan {
  readonly first?: UnixSeconds | undefined;
  readonly last?: UnixSeconds | undefined;
}

/** When the lease that a row took or renewed lapses, in Unix seconds; 0 when there is none, as for refusals. */
const floatingExpires = (row: Pick<WebApiLogRow, 'state' | 'time' | 'floatingInterval'>): UnixSeconds =>
  LEASES.some((state) => state === row.state) && row.floatingInterval > 0
    ? unixSeconds(row.time) + row.floatingInterval
    : 0;

/** A row as GetWebAPILog shows it. */
export const shownLogRow = (row: WebApiLogRow) => ({
  id: row.id,
  productId: row.productId,
  key: row.key,
  ip: maskAddress(row.address),
  time: unixSeconds(row.time),
  state: row.state,
  machineCode: row.machineCode,
  friendlyName: row.friendlyName,
  floatingExpires: floatingExpires(row),
  doIntValue: row.dataObjectValue,
  doId: row.dataObjectId,
});
