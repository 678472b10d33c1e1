import type { ProductId } from '../entities/ids.js';
import { STATES, type State } from '../log/states.js';
import { unixSeconds } from '../time/time.js';
import type { Milliseconds } from '../time/units.js';
import { ADDRESS_CHARS, ImportedFields, isObject } from './importedFields.js';

/** A row of the Web API Log as another server showed it. */
export interface ImportedLogRow {
  /** Its id on the server it was exported from. */
  readonly sourceId: number;
  /** 0: the request named none. */
  readonly productId: ProductId;
  /** As it was shown: a license's key, or the text that was sent as one. */
  readonly key: string;
  /** As it was shown, masked or in full; "": none. */
  readonly address: string;
  /** Milliseconds; GetWebAPILog shows whole seconds. */
  readonly time: number;
  readonly state: State;
  /** null: no device. */
  readonly machineCode: string | null;
  readonly friendlyName: string;
  /** Seconds from the row to the end of its lease; 0: no lease. */
  readonly floatingInterval: number;
  readonly dataObjectId: number;
  readonly dataObjectValue: number;
}

/** The bounds of a row's values, the same as in the API. */
export interface LogRowBounds {
  readonly machineCodeChars: number;
  readonly friendlyNameChars: number;
  readonly int32: number;
}

export type ParsedLogLine =
  | { readonly readable: true; readonly rows: readonly ImportedLogRow[]; readonly isAnswer: boolean }
  /** `row`: index in a whole answer, from 1; null: the line itself. */
  | { readonly readable: false; readonly row: number | null; readonly reason: string };

/** Bound of a key string as it was sent, in UTF-16 units; the log stores far less of one that names no license. */
const KEY_CHARS = 10_000;

/**
 * Reads a line of a history: a row as GetWebAPILog shows it, or a whole answer, `{"logs":[…]}`, with any number of
 * rows. Names of fields are in any case; unknown fields are ignored; null counts as a missing field.
 */
export const parseImportedLogLine = (text: string, bounds: LogRowBounds): ParsedLogLine => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('it is not JSON: each line must be one row, or one whole answer');
  }
  if (!isObject(value)) return unreadable('it is neither a row nor a whole answer');
  const logs = logsOf(value);
  if (logs === undefined) {
    const row = readRow(value, bounds);
    if (typeof row !== 'string') return { readable: true, rows: [row], isAnswer: false };
    return unreadable(isRefusal(value) ? 'it is an answer without rows: the request for it was refused' : row);
  }
  if (!Array.isArray(logs)) return unreadable('logs is not a list');
  const rows: ImportedLogRow[] = [];
  for (const [index, item] of logs.entries()) {
    const row = isObject(item) ? readRow(item, bounds) : 'it is not an object';
    if (typeof row === 'string') return { readable: false, row: index + 1, reason: row };
    rows.push(row);
  }
  return { readable: true, rows, isAnswer: true };
};

const unreadable = (reason: string): ParsedLogLine => ({ readable: false, row: null, reason });

const logsOf = (value: object): unknown => {
  const name = Object.keys(value).find((field) => field.length === 4 && field.toLowerCase() === 'logs');
  return name === undefined ? undefined : (value as Readonly<Record<string, unknown>>)[name];
};

/** A row has a state, an answer has a result. */
const isRefusal = (value: object): boolean => {
  const names = Object.keys(value).map((name) => name.toLowerCase());
  return names.includes('result') && !names.includes('state');
};

/** The row, or what is wrong with it. */
const readRow = (value: object, { machineCodeChars, friendlyNameChars, int32 }: LogRowBounds) => {
  const problems: string[] = [];
  const fields = new ImportedFields(value, '', problems);
  const state = fields.integer('state', 0, 32_767);
  const time = fields.time('time');
  const expires = fields.optionalTime('floatingExpires') ?? 0;
  const row: ImportedLogRow = {
    sourceId: fields.integer('id', 0, Number.MAX_SAFE_INTEGER),
    productId: fields.integer('productId', 0, int32, 0),
    key: fields.optionalText('key', KEY_CHARS) ?? '',
    address: fields.optionalText('ip', ADDRESS_CHARS) ?? '',
    time,
    state: state as State,
    machineCode: fields.optionalText('machineCode', machineCodeChars),
    friendlyName: fields.optionalText('friendlyName', friendlyNameChars) ?? '',
    floatingInterval: expires === 0 ? 0 : unixSeconds(expires) - unixSeconds(time),
    dataObjectId: fields.integer('doId', 0, int32, 0),
    dataObjectValue: fields.integer('doIntValue', -int32 - 1, int32, 0),
  };
  if (problems.length === 0) problems.push(...contradictions(row, expires, int32));
  return problems[0] ?? row;
};

const contradictions = (row: ImportedLogRow, expires: number, int32: number): readonly string[] => {
  if (!Object.hasOwn(STATES, row.state)) return [`there is no state ${row.state}`];
  if (expires !== 0 && row.floatingInterval <= 0) return ['floatingExpires is not after time'];
  if (row.floatingInterval > int32) return ['floatingExpires is too late'];
  if (row.machineCode === null && row.friendlyName !== '') return ['it has a friendlyName and no machineCode'];
  return [];
};

/** A canonical text of the row, independent of the file's format, by which two files are compared. */
export const importedRowText = (row: ImportedLogRow): string =>
  JSON.stringify([
    row.sourceId,
    row.productId,
    row.key,
    row.address,
    row.time,
    row.state,
    row.machineCode,
    row.friendlyName,
    row.floatingInterval,
    row.dataObjectId,
    row.dataObjectValue,
  ]);

/** Checks that rows are in the order of a log: none earlier than the one before, none twice. */
export class ImportedLogOrder {
  #time = Number.NEGATIVE_INFINITY;
  /** Of the rows of that time: a repeated row has the same time as the first. */
  readonly #ids = new Set<number>();

  /** What is wrong with the next row; null: nothing. */
  problemOf({ time, sourceId }: ImportedLogRow): string | null {
    if (time < this.#time) {
      return `its time (${utc(time)}) is before that of the row before it (${utc(this.#time)}): rows must come oldest first`;
    }
    if (time > this.#time) this.#ids.clear();
    this.#time = time;
    if (this.#ids.has(sourceId)) return `the row of id ${sourceId} stands in the file twice`;
    this.#ids.add(sourceId);
    return null;
  }
}

const utc = (ms: Milliseconds): string => new Date(ms).toISOString();
