import { isoWriter } from '../../domain/time.js';
import type { AccountAccess } from '../../engine/access.js';
import { LIMITS } from '../../limits.js';
import { type ExtLogColumns, readExtLogColumns } from '../../sql/readExtLog.js';

/**
 * The account's log between two ids, both inclusive, newest first, as texts of JSON objects with commas between them. Each
 * is made from a statement of its own, and the next one is asked for while one is put into words and sent; no row is ever
 * an object, because a million of them would take most of the time.
 */
export async function* logTexts(access: AccountAccess, from: number, to: number): AsyncGenerator<string> {
  const { run, accountId } = access;
  const read = (last: number): Promise<readonly ExtLogColumns[]> => {
    const asked = run(readExtLogColumns(accountId, Math.max(from, last - LIMITS.extLogColumnRows + 1), last));
    // It is asked for early: when the reader goes away, nobody waits for it any more.
    asked.catch(() => {});
    return asked;
  };
  if (from > to) return;
  const write = rowWriter();
  for (let at = to, next = read(at); at >= from; at -= LIMITS.extLogColumnRows) {
    const [columns] = await next;
    if (at - LIMITS.extLogColumnRows >= from) next = read(at - LIMITS.extLogColumnRows);
    if (columns !== undefined) yield await write(access, columns);
  }
}

/** Puts rows into words: `{"Pid":3349,"Key":880,"IP":"198.51.100.7","Time":"2026-01-01T00:00:00","State":2012}`. */
const rowWriter = () => {
  const iso = isoWriter();
  return async ({ run, accountId, logValues }: AccountAccess, columns: ExtLogColumns): Promise<string> => {
    const times = listOf(columns.times);
    const states = listOf(columns.states);
    const subjects = listOf(columns.subjects);
    const addresses = listOf(columns.addresses);
    const known = await logValues.of(run, accountId, {
      subjects: numbersIn(subjects),
      devices: [],
      addresses: numbersIn(addresses),
    });
    // What many rows share is put into words once.
    const beginnings = textsOf(subjects, (number) => {
      const subject = known.subjects.get(number);
      return `{"Pid":${subject?.product_id ?? 0},"Key":${subject?.license_id ?? 0},"IP":`;
    });
    const ips = textsOf(addresses, (number) => JSON.stringify(known.addresses.get(number) ?? ''));
    return times
      .map((time, row) => {
        const beginning = beginnings.get(subjects[row] ?? '');
        const ip = ips.get(addresses[row] ?? '');
        return `${beginning}${ip},"Time":"${iso(Number(time))}","State":${states[row]}}`;
      })
      .join(',');
  };
};

/** The members of an array as PostgreSQL writes it. */
const listOf = (array: string): readonly string[] => (array === '{}' ? [] : array.slice(1, -1).split(','));

const numbersIn = (list: readonly string[]): readonly number[] => [...new Set(list)].map(Number);

const textsOf = (list: readonly string[], text: (number: number) => string): ReadonlyMap<string, string> =>
  new Map([...new Set(list)].map((member) => [member, text(Number(member))]));
