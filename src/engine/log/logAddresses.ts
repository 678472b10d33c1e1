import { beginningsOf, maskAddress } from '../../domain/log/address.js';
import type { LogFilters } from '../../domain/log/webApiLog.js';
import { LIMITS } from '../../limits.js';
import type { AddressFilter } from '../../sql/log/readLog.js';
import { type AddressNumber, addressesBeginning, addressesOfCountry } from '../../sql/log/sideValues.js';
import type { AccountReads } from '../reads.js';
import { ReadTooLong } from './readTooLong.js';

/** The addresses that match a filter. */
export interface FoundAddresses {
  readonly filter: AddressFilter;
  /** The months of all rows with one of them, in order; null: unknown, so rows of every month are read. */
  readonly months: readonly number[] | null;
}

/**
 * The addresses of a (masked) network and of a country; undefined: all, null: none. Throws `ReadTooLong` when a network has
 * too many to keep in memory.
 */
export const findAddresses = async (
  { run, accountId }: AccountReads,
  { network, country }: LogFilters,
): Promise<FoundAddresses | null | undefined> => {
  const most = LIMITS.filteredAddresses;
  if (network !== undefined) {
    const rows = await run(addressesBeginning(accountId, beginningsOf(network), country, most.network + 1));
    if (rows.length > most.network) throw new ReadTooLong();
    return found(rows.filter(({ address }) => maskAddress(address) === network));
  }
  if (country === undefined) return undefined;
  const rows = await run(addressesOfCountry(accountId, country, most.country + 1));
  return rows.length > most.country ? { filter: { country }, months: null } : found(rows);
};

const found = (rows: readonly AddressNumber[]): FoundAddresses | null => {
  if (rows.length === 0) return null;
  const months = [...new Set(rows.map(({ month }) => month))].sort((a, b) => a - b);
  return { filter: { numbers: `{${rows.map(({ address_no }) => address_no).join()}}` }, months };
};
