import type { ProductId } from '../../domain/entities/ids.js';
import { maskAddress } from '../../domain/log/address.js';
import { decodeDetail } from '../../domain/log/logDetail.js';
import { monthOf } from '../../domain/time/month.js';
import type { Period } from '../../domain/time/period.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { LIMITS } from '../../limits.js';
import { type GuessRow, numbersOfAddresses, readGuesses, readSucceeded } from '../../sql/analytics/readSuspects.js';
import { addressValues } from '../../sql/log/sideValues.js';
import type { Run } from '../../sql/statement.js';
import { idsAt } from '../log/logHistogram.js';
import type { AccountReads } from '../reads.js';

/** A network that requested keys which do not exist. */
export interface Suspect {
  /** Masked. */
  readonly network: string;
  /** ISO 3166 alpha-2, "": not known. */
  readonly country: string;
  readonly attempts: number;
  readonly distinctKeys: number;
  /** Milliseconds. */
  readonly first: number;
  readonly last: number;
  /** One of its addresses had a granted request after its first attempt. */
  readonly succeededAfter: boolean;
}

interface Address {
  readonly address: string;
  readonly country: string;
}

interface Attempts {
  readonly network: string;
  readonly country: string;
  readonly guesses: GuessRow[];
  /** Its addresses in full, each with the id of its first attempt. */
  readonly firstOf: Map<string, number>;
}

/** Networks that guessed keys in a period, those with the most different keys first. */
export const suspects = async (
  { run, accountId, now }: AccountReads & { readonly now: Milliseconds },
  productId: ProductId | undefined,
  { start, end }: Period,
  limit: number,
): Promise<{ readonly suspects: readonly Suspect[]; readonly exact: boolean }> => {
  const { refusals } = LIMITS.suspects;
  const [first = 1, after = 1] = await idsAt({ run, accountId }, [start, end]);
  if (first >= after) return { suspects: [], exact: true };
  const rows = await run(readGuesses(accountId, { first, last: after - 1 }, productId ?? 0, refusals));
  const guesses = rows.filter((row): row is GuessRow => row.id !== null);
  const all = byNetwork(guesses, await addressesOf(run, accountId, guesses));
  const shown = all.sort((a, b) => distinctKeys(b) - distinctKeys(a) || b.guesses.length - a.guesses.length);
  const listed = shown.slice(0, limit);
  const { succeeded, exact } = await findSucceeded(run, accountId, listed, after - 1, Math.min(end, now));
  return {
    suspects: listed.map((one) => ({
      network: one.network,
      country: one.country,
      attempts: one.guesses.length,
      distinctKeys: distinctKeys(one),
      first: one.guesses.reduce((least, { time }) => Math.min(least, time), Number.POSITIVE_INFINITY),
      last: one.guesses.reduce((most, { time }) => Math.max(most, time), 0),
      succeededAfter: [...one.firstOf].some(([address, id]) => (succeeded.get(address) ?? 0) > id),
    })),
    exact: exact && (rows[0]?.read ?? 0) < refusals,
  };
};

const distinctKeys = ({ guesses }: Attempts): number =>
  new Set(guesses.map(({ detail }) => decodeDetail(detail).attemptedKey)).size;

const addressesOf = async (
  run: Run,
  accountId: number,
  guesses: readonly GuessRow[],
): Promise<ReadonlyMap<number, Address>> => {
  const numbers = [...new Set(guesses.map(({ address_no }) => address_no))];
  const rows = numbers.length === 0 ? [] : await run(addressValues(accountId, numbers));
  return new Map(rows.map(({ address_no, address, country }) => [address_no, { address, country }]));
};

/** Blanked and invalid addresses belong to no network. */
const byNetwork = (guesses: readonly GuessRow[], addresses: ReadonlyMap<number, Address>): Attempts[] => {
  const found = new Map<string, Attempts>();
  for (const guess of guesses) {
    const { address = '', country = '' } = addresses.get(guess.address_no) ?? {};
    const network = maskAddress(address);
    if (network === '') continue;
    const attempts = found.get(network) ?? { network, country, guesses: [], firstOf: new Map<string, number>() };
    found.set(network, attempts);
    attempts.guesses.push(guess);
    attempts.firstOf.set(address, Math.min(guess.id, attempts.firstOf.get(address) ?? guess.id));
  }
  return [...found.values()];
};

/** The latest granted row of each address, among a bounded number of rows from the first attempt on. */
const findSucceeded = async (
  run: Run,
  accountId: number,
  listed: readonly Attempts[],
  last: number,
  until: number,
): Promise<{ readonly succeeded: ReadonlyMap<string, number>; readonly exact: boolean }> => {
  const succeeded = new Map<string, number>();
  const firsts = listed.flatMap(({ firstOf }) => [...firstOf.values()]);
  if (firsts.length === 0) return { succeeded, exact: true };
  const since = listed.flatMap(({ guesses }) => guesses).reduce((least, { time }) => Math.min(least, time), until);
  const months = Array.from({ length: monthOf(until) - monthOf(since) + 1 }, (_, index) => monthOf(since) + index);
  const addresses = listed.flatMap(({ firstOf }) => [...firstOf.keys()]);
  const numbers = new Map(
    (await run(numbersOfAddresses(accountId, addresses, months))).map((row) => [row.address_no, row.address]),
  );
  const first = firsts.reduce((least, id) => Math.min(least, id));
  const through = Math.min(last, first + LIMITS.suspects.followedRows - 1);
  for (const { address_no, id } of await run(readSucceeded(accountId, { first, last: through }, [...numbers.keys()]))) {
    const address = numbers.get(address_no) ?? '';
    succeeded.set(address, Math.max(id, succeeded.get(address) ?? 0));
  }
  return { succeeded, exact: through === last };
};
