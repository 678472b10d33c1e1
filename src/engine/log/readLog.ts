import { maskAddress } from '../../domain/log/address.js';
import { decodeDetail } from '../../domain/log/logDetail.js';
import type { LogQuery, WebApiLogRow } from '../../domain/log/webApiLog.js';
import { LIMITS } from '../../limits.js';
import { type LogRow, type LogSlice, walkLog } from '../../sql/log/readLog.js';
import { type AddressRanks, filteredAddresses, logRowsById, type SortField, sortLog } from '../../sql/log/sortLog.js';
import type { AccountReads } from '../reads.js';
import { PAGE_SIZES, type PageSizes, readByIds } from './logPage.js';
import type { LogReader } from './logValues.js';
import { ReadTooLong } from './readTooLong.js';
import { cursorRange, type Resolved, resolveLogQuery } from './resolveLogQuery.js';

/** A page of the log. */
export interface LogPage {
  readonly rows: readonly WebApiLogRow[];
  /**
   * The last id that was checked, in the order of reading, if an address filter ended the page before it was full and before
   * every row was checked. null: only `limit` cut the page.
   */
  readonly reached: number | null;
}

/**
 * One page of the log, in the order asked for. By `id` and `time` (their order is one) it stops early at any size of the
 * log; by any other field it sorts all matching rows.
 *
 * @throws ReadTooLong, or the database's error when a statement exceeds the timeout for reads
 */
export const readLogPage = async (
  reader: LogReader,
  query: LogQuery,
  sizes: PageSizes = PAGE_SIZES,
): Promise<LogPage> => {
  const { run, accountId } = reader;
  if (isPlain(query)) {
    const walk = walkLog(accountId, {
      range: cursorRange(query),
      filter: {},
      descending: query.order.descending,
      limit: query.limit,
    });
    return { rows: await withValues(reader, await run(walk)), reached: null };
  }
  const resolved = await resolveLogQuery(reader, query);
  if (resolved === null) return { rows: [], reached: null };
  const { by, descending } = query.order;
  const { rows, reached } =
    by === 'id' || by === 'time'
      ? await readByIds(reader, resolved, { descending, limit: query.limit, sizes })
      : { rows: await readSorted(reader, { ...resolved, descending, limit: query.limit }, by), reached: null };
  return { rows: await withValues(reader, rows), reached };
};

/** As readLogPage, for queries without an address filter, whose pages are complete. */
export const readLog = async (
  reader: LogReader,
  query: Omit<LogQuery, 'network' | 'country'>,
  sizes: PageSizes = PAGE_SIZES,
): Promise<readonly WebApiLogRow[]> => (await readLogPage(reader, query, sizes)).rows;

/** No filter is set: the rows from a cursor on need no other statement first. */
const isPlain = ({ afterId: _after, beforeId: _before, order: { by }, limit: _limit, ...filters }: LogQuery): boolean =>
  (by === 'id' || by === 'time') && Object.values(filters).every((filter) => filter === undefined);

const readSorted = async (
  reads: AccountReads,
  slice: Omit<LogSlice, 'filter'> & Resolved,
  by: SortField,
): Promise<readonly LogRow[]> => {
  const { run, accountId } = reads;
  const addresses = by === 'ip' ? await rankAddresses(reads, slice) : { numbers: [], ranks: [] };
  const sorted = await run(sortLog(accountId, slice, { field: by, addresses }));
  const ids = sorted.map((row) => row.id);
  const found = new Map((await run(logRowsById(accountId, ids))).map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
};

/** Addresses are sorted as they are shown, which is masked: two that look alike share a rank, none ("") has rank 0. */
const rankAddresses = async ({ run, accountId }: AccountReads, { range, filter }: Resolved): Promise<AddressRanks> => {
  const rows = await run(filteredAddresses(accountId, range, filter, LIMITS.sortedAddresses + 1));
  if (rows.length > LIMITS.sortedAddresses) throw new ReadTooLong();
  const masked = rows.map((row) => maskAddress(row.address));
  const places = new Map(['', ...new Set(masked)].toSorted(byText).map((text, index) => [text, index]));
  return { numbers: rows.map((row) => row.address_no), ranks: masked.map((text) => places.get(text) ?? 0) };
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Replaces the numbers of rows by their values. */
const withValues = async (reader: LogReader, rows: readonly LogRow[]): Promise<readonly WebApiLogRow[]> => {
  const { subjects, devices, addresses } = await reader.logValues.of(reader, {
    subjects: rows.map((row) => row.subject_no),
    devices: rows.map((row) => row.device_no),
    addresses: rows.map((row) => row.address_no),
  });
  return rows.map((row) => {
    const subject = subjects.get(row.subject_no);
    const device = devices.get(row.device_no);
    const { attemptedKey, dataObjectId, dataObjectValue } = decodeDetail(row.detail);
    return {
      id: row.id,
      productId: subject?.product_id ?? 0,
      licenseId: subject?.license_id ?? 0,
      key: subject?.key ?? attemptedKey,
      address: addresses.get(row.address_no) ?? '',
      time: row.time,
      state: row.state,
      machineCode: device?.machine_code ?? null,
      friendlyName: device?.friendly_name ?? '',
      floatingInterval: subject?.floating_interval ?? 0,
      dataObjectId,
      dataObjectValue,
    };
  });
};
