import { z } from 'zod';
import { normalizeMachineCode } from '../domain/log/machineCode.js';
import { readDate, readDay } from '../domain/time/dateText.js';
import { LIMITS } from '../limits.js';

/** UTF-16 units of a normalised machine code: 256 and what upper-casing makes of them, three for one at the most. */
const NORMALIZED_MACHINE_CODE_CHARS = 768;

/**
 * The kinds of parameters. Whatever arrives (text of a form or query, a JSON value) is read once, here. `None`, `null`
 * and "" are what client SDKs send for "not given" and count as such.
 */

const isNotGiven = (raw: unknown): boolean =>
  raw === undefined || raw === null || raw === '' || raw === 'None' || raw === 'null';

export const readInteger = (raw: unknown): unknown => {
  if (isNotGiven(raw)) return undefined;
  if (typeof raw !== 'string') return raw;
  return /^\s*[+-]?\d{1,19}\s*$/.test(raw) ? Number(raw) : raw;
};

const readText = (raw: unknown): unknown => {
  if (isNotGiven(raw)) return undefined;
  return readLiteralText(raw);
};

const readLiteralText = (raw: unknown): unknown => {
  if (raw === null) return undefined;
  return typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : raw;
};

const readBoolean = (raw: unknown): unknown => {
  if (isNotGiven(raw)) return undefined;
  if (raw === 1 || raw === 0) return raw === 1;
  if (typeof raw !== 'string') return raw;
  switch (raw.trim().toLowerCase()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      return raw;
  }
};

/** JSON text, or the value itself inside a JSON body. */
export const readJson = (raw: unknown): unknown => {
  if (isNotGiven(raw)) return undefined;
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
};

/** Text that PostgreSQL stores unchanged: no NUL, no half of a surrogate pair. */
const storable = (max: number, tooLong?: string, missing?: string) =>
  z
    .string(missing)
    .max(max, tooLong)
    .refine((text) => !text.includes('\0') && text.isWellFormed());

interface IntegerBounds {
  readonly min?: number;
  readonly max?: number;
}

const bounded = ({ min = -LIMITS.int32 - 1, max = LIMITS.int32 }: IntegerBounds) => z.int().min(min).max(max);

/** An integer (int32 unless bounds say otherwise) that must be given. */
export const requiredInteger = (bounds: IntegerBounds = {}) => z.preprocess(readInteger, bounded(bounds));

/** An integer with a default. */
export const integer = (fallback: number, bounds: IntegerBounds = {}) =>
  z.preprocess(readInteger, bounded(bounds).default(fallback));

/** An integer that may be left out; 0 is one like any other. */
export const optionalInteger = (bounds: IntegerBounds = {}) => z.preprocess(readInteger, bounded(bounds).optional());

/** An int32 that must be given; an integer beyond int32 counts as 0. */
export const int32OrZero = () =>
  z.preprocess((raw) => {
    const value = typeof raw === 'string' && /^\s*[+-]?\d+\s*$/.test(raw) ? Number(raw) : readInteger(raw);
    return Number.isInteger(value) && Math.abs(Number(value) + 0.5) > LIMITS.int32 + 0.5 ? 0 : value;
  }, bounded({}));

/** An id, a cursor or a limit: not negative, and 0 is how clients say "not given". */
export const optionalId = (max: number = LIMITS.int32) =>
  z.preprocess((raw) => {
    const value = readInteger(raw);
    return value === 0 ? undefined : value;
  }, bounded({ min: 1, max }).optional());

/** `Limit`: not given means the default; more than the most means the most. */
export const pageLimit = (fallback: number, most: number) =>
  z.preprocess((raw) => {
    const value = readInteger(raw);
    if (value === 0) return undefined;
    return typeof value === 'number' && value > most ? most : value;
  }, z.int().min(1).max(most).default(fallback));

const readInstant = (raw: unknown): unknown => {
  if (isNotGiven(raw)) return undefined;
  // Never a number: it would be taken for milliseconds.
  return typeof raw === 'string' ? (readDate(raw) ?? raw) : Number.NaN;
};

/** An ISO date (its midnight) or date-time, UTC unless it names a zone, as milliseconds; finer fractions are cut off. */
export const instant = () => z.preprocess(readInstant, z.int().meta({ type: 'string' }).optional());

/** A date `yyyy-MM-dd` as days since 1970. 0, as clients send it for numbers, is "not given" too. */
export const day = (wrongFormat: string) =>
  z.preprocess((raw) => {
    if (isNotGiven(raw) || raw === 0 || raw === '0') return undefined;
    return typeof raw === 'string' ? (readDay(raw) ?? raw) : Number.NaN;
  }, z.int({ error: wrongFormat }).meta({ type: 'string' }).optional());

/** A row id to page from; 0 is how real tools begin. */
export const cursor = () => optionalId(Number.MAX_SAFE_INTEGER);

/** Text with a bound in UTF-16 units. `tooLong` is the API's own sentence for it, where it has one. */
export const text = (max: number, tooLong?: string) => z.preprocess(readText, storable(max, tooLong).default(''));

/** Text that must be given; `missing` is the API's own sentence for when it is not, where it has one. */
export const requiredText = (max: number, tooLong?: string, missing?: string) =>
  z.preprocess(readText, storable(max, tooLong, missing).min(1, missing));

/** Undefined when not given: for changes of only what was sent. */
export const optionalText = (max: number, tooLong?: string) =>
  z.preprocess(readText, storable(max, tooLong).optional());

/** Stored as it is: `None` and `null` are text like any other, "" is a value. */
export const literalText = (max: number, tooLong?: string) =>
  z.preprocess(readLiteralText, storable(max, tooLong).default(''));

export const flag = (fallback = false) => z.preprocess(readBoolean, z.boolean().default(fallback));

export const requiredFlag = () => z.preprocess(readBoolean, z.boolean());

export const optionalFlag = () => z.preprocess(readBoolean, z.boolean().optional());

/** A name or a number: `SignMethod=StringSign` and `SignMethod=1` are the same. Names in any case. */
export const named = <const Names extends Readonly<Record<string, number>>>(names: Names, fallback?: number) => {
  const byName = new Map(Object.entries(names).map(([name, value]) => [name.toLowerCase(), value]));
  const values = [...new Set(Object.values(names))];
  const schema = z
    .int()
    .refine((value) => values.includes(value))
    .meta({ enum: values });
  return z.preprocess(
    (raw) => {
      const value = readInteger(raw);
      return typeof value === 'string' ? (byName.get(value.trim().toLowerCase()) ?? value) : value;
    },
    fallback === undefined ? schema : schema.default(fallback),
  );
};

/** JSON inside a parameter, checked against a schema; `wrongFormat` is the sentence when it does not fit. */
export const json = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(readJson, schema.optional());

/** As `json`, but it must be given. */
export const requiredJson = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(readJson, schema);

/** ProductId and Key, as every method that names one license takes them. */
export const licenseAddress = {
  ProductId: requiredInteger({ min: 1 }).meta({ description: 'The product id.' }),
  Key: requiredText(LIMITS.keyChars).meta({ description: 'The key string.' }),
} as const;

export const machineCode = () =>
  text(LIMITS.machineCodeChars).meta({ description: 'The machine code: what the client identifies its device by.' });

/** A machine code as usage analytics compare it. One of nothing but blanks is "", which is not "not given". */
export const normalizedMachineCode = () =>
  z.preprocess((raw) => {
    const text = readText(raw);
    return typeof text === 'string' ? normalizeMachineCode(text) : text;
  }, storable(NORMALIZED_MACHINE_CODE_CHARS).optional());

export const friendlyName = () =>
  text(LIMITS.friendlyNameChars).meta({ description: 'A name of the device for people.' });
