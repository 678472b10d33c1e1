import { readDate } from '../time/dateText.js';

/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799;

/** Bound of an address as text; the longest is an IPv4 address inside an IPv6 one. */
export const ADDRESS_CHARS = 64;

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The fields of one object. A field that cannot be read is reported as a problem and replaced by a harmless value until
 * the whole line is refused.
 */
export class ImportedFields {
  readonly #values: Readonly<Record<string, unknown>>;
  /** By lower-cased name; created when a name is missing in its exact case. */
  #lowered: ReadonlyMap<string, unknown> | undefined;
  readonly #path: string;
  readonly #problems: string[];

  constructor(value: object, path: string, problems: string[]) {
    this.#values = value as Readonly<Record<string, unknown>>;
    this.#path = path;
    this.#problems = problems;
  }

  /** Without a fallback the field is required. */
  integer(name: string, min: number, max: number, fallback?: number): number {
    const value = this.#get(name) ?? fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    this.#problem(name, value, `is not an integer from ${min} to ${max}`);
    return min;
  }

  text(name: string, maxChars: number): string {
    const value = this.#get(name) ?? '';
    if (value === '') this.#problem(name, undefined, '');
    return this.optionalText(name, maxChars) ?? '';
  }

  optionalText(name: string, maxChars: number): string | null {
    const value = this.#get(name) ?? null;
    if (value === null) return null;
    if (typeof value !== 'string') this.#problem(name, value, 'is not text');
    else if (value.length > maxChars) this.#problem(name, value, `is longer than ${maxChars} characters`);
    else if (value.includes('\0') || !value.isWellFormed())
      this.#problem(name, value, 'has characters that no text has');
    else return value;
    return null;
  }

  flag(name: string): boolean {
    const value = this.#get(name) ?? false;
    if (typeof value !== 'boolean') this.#problem(name, value, 'is neither true nor false');
    return value === true;
  }

  /** Milliseconds. */
  time(name: string): number {
    if ((this.#get(name) ?? null) === null) this.#problem(name, undefined, '');
    return this.optionalTime(name) ?? 0;
  }

  /** Milliseconds. */
  optionalTime(name: string): number | null {
    const value = this.#get(name) ?? null;
    if (value === null) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_SECOND) return value * 1000;
    const time = typeof value === 'string' ? readDate(value) : null;
    if (time === null) this.#problem(name, value, 'is neither unix seconds nor an ISO date');
    return time;
  }

  object(name: string): ImportedFields | null {
    const value = this.#get(name) ?? null;
    if (value === null) return null;
    if (isObject(value)) return this.#inside(name, value);
    this.#problem(name, value, 'is not an object');
    return null;
  }

  /** A missing list or null counts as empty. */
  objects(name: string): readonly ImportedFields[] {
    const value = this.#get(name) ?? [];
    if (Array.isArray(value) && value.every(isObject)) {
      return value.map((item, index) => this.#inside(`${name}[${index}]`, item));
    }
    this.#problem(name, value, 'is not a list of objects');
    return [];
  }

  #get(name: string): unknown {
    if (Object.hasOwn(this.#values, name)) return this.#values[name];
    this.#lowered ??= new Map(Object.entries(this.#values).map(([other, field]) => [other.toLowerCase(), field]));
    return this.#lowered.get(name.toLowerCase());
  }

  #inside(name: string, value: object): ImportedFields {
    return new ImportedFields(value, `${this.#path}${name}.`, this.#problems);
  }

  #problem(name: string, value: unknown, what: string): void {
    this.#problems.push(`${this.#path}${name} ${value === undefined || value === null ? 'is missing' : what}`);
  }
}
