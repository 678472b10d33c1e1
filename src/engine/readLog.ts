import { maskAddress } from '../domain/address.js';
import { decodeDetail } from '../domain/logDetail.js';
import type { LogQuery, WebApiLogRow } from '../domain/webApiLog.js';
import { LIMITS } from '../limits.js';
import type { LogRow } from '../sql/readLog.js';
import { addressValues, deviceValues, subjectValues } from '../sql/sideValues.js';
import { type AddressRanks, filteredAddresses, logRowsById, type SortField, sortLog } from '../sql/sortLog.js';
import type { Run } from './load.js';
import { PAGE_SIZES, type PageSizes, ReadTooLong, type Resolved, readByIds, resolveLogQuery } from './logPage.js';

/**
 * One page of the log, in the order asked for. By `id` and `time` (their order is one) it stops early at any size of the
 * log; by any other field it sorts all that the filters leave.
 *
 * @throws ReadTooLong, or what the database says when a statement ran into the time limit for reads
 */
export const readLog = async (
  run: Run,
  accountId: number,
  query: LogQuery,
  sizes: PageSizes = PAGE_SIZES,
): Promise<readonly WebApiLogRow[]> => {
  const resolved = await resolveLogQuery(run, accountId, query);
  if (resolved === null) return [];
  const { by, descending } = query.order;
  const rows =
    by === 'id' || by === 'time'
      ? await readByIds(run, accountId, resolved, descending, query.limit, sizes)
      : await readSorted(run, accountId, resolved, by, descending, query.limit);
  return withValues(run, accountId, rows);
};

const readSorted = async (
  run: Run,
  accountId: number,
  resolved: Resolved,
  by: SortField,
  descending: boolean,
  limit: number,
): Promise<readonly LogRow[]> => {
  const { range, filter } = resolved;
  const ranks = by === 'ip' ? await rankAddresses(run, accountId, resolved) : { numbers: [], ranks: [] };
  const sorted = await run(sortLog(accountId, by, range, filter, descending, limit, ranks));
  const ids = sorted.map((row) => row.id);
  const found = new Map((await run(logRowsById(accountId, ids))).map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
};

/** Addresses are sorted as they are shown, which is masked: two that look alike share a place, none ("") is place 0. */
const rankAddresses = async (run: Run, accountId: number, { range, filter }: Resolved): Promise<AddressRanks> => {
  const rows = await run(filteredAddresses(accountId, range, filter, LIMITS.sortedAddresses + 1));
  if (rows.length > LIMITS.sortedAddresses) throw new ReadTooLong();
  const masked = rows.map((row) => maskAddress(row.address));
  const places = new Map(['', ...new Set(masked)].toSorted(byText).map((text, index) => [text, index]));
  return { numbers: rows.map((row) => row.address_no), ranks: masked.map((text) => places.get(text) ?? 0) };
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Puts what the numbers stand for in their place: three look-ups for a page, each number once. */
const withValues = async (run: Run, accountId: number, rows: readonly LogRow[]): Promise<readonly WebApiLogRow[]> => {
  if (rows.length === 0) return [];
  const distinct = (number: (row: LogRow) => number): number[] => [...new Set(rows.map(number))];
  const [subjects, devices, addresses] = await Promise.all([
    run(
      subjectValues(
        accountId,
        distinct((row) => row.subject_no),
      ),
    ),
    run(
      deviceValues(
        accountId,
        distinct((row) => row.device_no),
      ),
    ),
    run(
      addressValues(
        accountId,
        distinct((row) => row.address_no),
      ),
    ),
  ]);
  const subjectOf = new Map(subjects.map((subject) => [subject.subject_no, subject]));
  const deviceOf = new Map(devices.map((device) => [device.device_no, device]));
  const addressOf = new Map(addresses.map((address) => [address.address_no, address.address]));
  return rows.map((row) => {
    const subject = subjectOf.get(row.subject_no);
    const device = deviceOf.get(row.device_no);
    const { attemptedKey, dataObjectId, dataObjectValue } = decodeDetail(row.detail);
    return {
      id: row.id,
      productId: subject?.product_id ?? 0,
      licenseId: subject?.license_id ?? 0,
      key: subject?.key ?? attemptedKey,
      address: addressOf.get(row.address_no) ?? '',
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
