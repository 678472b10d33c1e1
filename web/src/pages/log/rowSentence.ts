import type { Answer } from '../../api/call.js';
import { isFloating, stateFacts } from '../../api/states.js';
import { durationText } from '../../time/timeText.js';

export type LogRowStory = Answer<'ai/GetLogRow'>;
export type FullRow = NonNullable<LogRowStory['row']>;

const machineOf = ({ machineCode, friendlyName }: FullRow): string =>
  friendlyName !== '' ? `“${friendlyName}”` : machineCode === null || machineCode === '' ? 'a machine' : machineCode;

const lease = ({ floatingInterval }: FullRow): string =>
  floatingInterval > 0 ? ` for ${durationText(floatingInterval)}` : '';

/** "by ws-01, ws-02 and 3 more"; "" where none is known. */
const byWhom = (holders: readonly string[]): string => {
  const [first, second, ...others] = holders;
  if (first === undefined) return '';
  if (second === undefined) return ` by ${first}`;
  return others.length === 0 ? ` by ${first} and ${second}` : ` by ${first}, ${second} and ${others.length} more`;
};

const limitText = (limit: number, kind: string): string => (limit === 1 ? `the only ${kind}` : `all ${limit} ${kind}s`);

/**
 * What happened, in a sentence that can be read out on the telephone. `holders`: who had the seats at that moment, where
 * that is known.
 */
export const rowSentence = (row: FullRow, holders: readonly string[] = []): string => {
  const machine = machineOf(row);
  const key = row.key === '' ? 'no key' : row.key;
  switch (row.state) {
    case 2010:
      return `${machine} activated ${key}, which does not lock machines.`;
    case 2011:
      return `${machine} activated ${key} again: it had its seat already.`;
    case 2012:
      return `${machine} activated ${key} for the first time and took a seat.`;
    case 2014:
      return `${machine} took or kept a floating seat of ${key}${lease(row)}.`;
    case 2015:
      return `${machine} took a floating seat of ${key} beyond its ${row.seatLimit}, which its overdraft allows${lease(row)}.`;
    case 2020:
      return row.keyId === 0
        ? `Activation refused: there is no key ${key}${row.productId === 0 ? '' : ' of this product'}.`
        : `Activation of ${key} by ${machine} refused: the key was blocked or deleted, or the access token may not activate it.`;
    case 2022:
    case 2024: {
      const kind = isFloating(row.state) ? 'floating seat' : 'seat';
      return row.seatLimit > 0
        ? `Activation by ${machine} refused: ${limitText(row.seatLimit, kind)} of ${key} ${row.seatLimit === 1 ? 'was' : 'were'} taken${byWhom(holders)}.`
        : `Activation by ${machine} refused: no ${kind} of ${key} was left.`;
    }
    case 5010:
      return `An import brought ${machine}, which holds a seat of ${key}.`;
    case 6010:
      return `${machine} was deactivated and gave its seat of ${key} back.`;
    case 6011:
      return `${machine} gave its floating seat of ${key} back.`;
    default: {
      const { words, outcome } = stateFacts(row.state);
      const of = row.key === '' ? '' : ` (${row.key})`;
      return `${words.charAt(0).toUpperCase()}${words.slice(1)}${of}.${outcome === 'refused' && row.keyId === 0 && row.key !== '' ? ' There is no such key.' : ''}`;
    }
  }
};
