import { setImmediate as nextTurn } from 'node:timers/promises';
import { isoWriter } from '../../domain/time/time.js';
import type { LogReader } from '../../engine/log/logValues.js';
import { type ExtLogColumns, readExtLogColumns } from '../../sql/log/readExtLog.js';

/** The same for reading the whole log without row objects: one MB of answer. */
const EXT_LOG_COLUMN_ROWS = 8_192;

/**
 * The account's log between two ids, both inclusive, newest first, as texts of comma-separated JSON objects. Each text
 * comes from a separate statement, and the next statement runs while one text is rendered and sent. Rows never become
 * objects, because a million of them would take most of the time.
 */
export async function* logTexts(access: LogReader, from: number, to: number): AsyncGenerator<string> {
  const { run, accountId } = access;
  const read = (last: number): Promise<readonly ExtLogColumns[]> => {
    const asked = run(readExtLogColumns(accountId, Math.max(from, last - EXT_LOG_COLUMN_ROWS + 1), last));
    // Started early: if the reader disconnects, nothing awaits it.
    asked.catch(() => {});
    return asked;
  };
  if (from > to) return;
  const write = rowWriter();
  for (let at = to, next = read(at); at >= from; at -= EXT_LOG_COLUMN_ROWS) {
    const [columns] = await next;
    if (at - EXT_LOG_COLUMN_ROWS >= from) {
      next = read(at - EXT_LOG_COLUMN_ROWS);
      // Sent at the end of this turn; otherwise the statement would wait until these rows are rendered.
      await nextTurn();
    }
    if (columns !== undefined) yield await write(access, columns);
  }
}

/** Renders rows: `{"Pid":3349,"Key":880,"IP":"198.51.100.7","Time":"2026-01-01T00:00:00","State":2012}`. */
const rowWriter = () => {
  const iso = isoWriter();
  return async (reader: LogReader, columns: ExtLogColumns): Promise<string> => {
    const [times, states] = [numbersIn(columns.times), numbersIn(columns.states)];
    const [subjects, addresses] = [numbersIn(columns.subjects), numbersIn(columns.addresses)];
    // What many rows share is rendered once.
    const [distinctSubjects, distinctAddresses] = [new Set(subjects), new Set(addresses)];
    const named = { subjects: distinctSubjects, devices: [], addresses: distinctAddresses };
    const known = await reader.logValues.of(reader, named);
    const beginnings = textsOf(distinctSubjects, (number) => {
      const subject = known.subjects.get(number);
      return `{"Pid":${subject?.product_id ?? 0},"Key":${subject?.license_id ?? 0},"IP":`;
    });
    const ips = textsOf(distinctAddresses, (number) => JSON.stringify(known.addresses.get(number) ?? ''));
    return times
      .map((time, row) => {
        const beginning = beginnings.get(subjects[row] ?? 0);
        const ip = ips.get(addresses[row] ?? 0);
        return `${beginning}${ip},"Time":"${iso(time)}","State":${states[row]}}`;
      })
      .join(',');
  };
};

const textsOf = (numbers: ReadonlySet<number>, text: (number: number) => string): ReadonlyMap<number, string> =>
  new Map([...numbers].map((number) => [number, text(number)]));

const [ZERO, MINUS, COMMA, CLOSING] = [0x30, 0x2d, 0x2c, 0x7d];

/**
 * The whole numbers of an array as PostgreSQL writes it, `{1,2}`: digit by digit, in a tenth of the time that splitting
 * texts takes.
 */
const numbersIn = (array: string): readonly number[] => {
  const numbers: number[] = [];
  let number = 0;
  let sign = 1;
  for (let index = 1; array.length > 2 && index < array.length; index++) {
    const code = array.charCodeAt(index);
    if (code === COMMA || code === CLOSING) {
      numbers.push(sign * number);
      number = 0;
      sign = 1;
    } else if (code === MINUS) sign = -1;
    else number = number * 10 + (code - ZERO);
  }
  return numbers;
};
