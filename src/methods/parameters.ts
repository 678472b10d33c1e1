import { z } from 'zod';
import { normalizeEmail } from '../domain/identity/email.js';
import { normalizeMachineCode } from '../domain/log/machineCode.js';
import { readDate, readDay } from '../domain/time/dateText.js';
import { LIMITS } from '../limits.js';

/** UTF-16 units of a normalised machine code: 256, each of which upper-casing turns into three at most. */
const NORMALIZED_MACHINE_CODE_CHARS = 768;

/**
 * The kinds of parameters. Input (text of a form or query, a JSON value) is parsed once, here. Client SDKs send `None`,
 * `null` and "" for parameters that are not given; they count as such, except where text names something (see
 * `requiredText` and `literalText`).
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

/** Text that PostgreSQL stores unchanged: no NUL and no lone surrogate. */
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

/** A required integer (int32 unless bounds say otherwise). */
export const requiredInteger = (bounds: IntegerBounds = {}) => z.preprocess(readInteger, bounded(bounds));

/** An integer with a default. */
export const integer = (fallback: number, bounds: IntegerBounds = {}) =>
  z.preprocess(readInteger, bounded(bounds).default(fallback));

/** An optional integer; 0 is an ordinary value. */
export const optionalInteger = (bounds: IntegerBounds = {}) => z.preprocess(readInteger, bounded(bounds).optional());

/** A required int32; an integer beyond int32 counts as 0. */
export const int32OrZero = () =>
  z.preprocess((raw) => {
    const value = typeof raw === 'string' && /^\s*[+-]?\d+\s*$/.test(raw) ? Number(raw) : readInteger(raw);
    return Number.isInteger(value) && Math.abs(Number(value) + 0.5) > LIMITS.int32 + 0.5 ? 0 : value;
  }, bounded({}));

/** An id, a cursor or a limit: not negative. Clients send 0 for "not given". */
export const optionalId = (max: number = LIMITS.int32) =>
  z.preprocess((raw) => {
    const value = readInteger(raw);
    return value === 0 ? undefined : value;
  }, bounded({ min: 1, max }).optional());

/** `Limit`: not given means the default; more than the maximum means the maximum. */
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

/**
 * A date `yyyy-MM-dd` as days since 1970. 0, which clients send for numbers they do not set, counts as not given too.
 */
export const day = (wrongFormat: string) =>
  z.preprocess((raw) => {
    if (isNotGiven(raw) || raw === 0 || raw === '0') return undefined;
    return typeof raw === 'string' ? (readDay(raw) ?? raw) : Number.NaN;
  }, z.int({ error: wrongFormat }).meta({ type: 'string' }).optional());

/** A row id to page from; existing tools begin with 0. */
export const cursor = () => optionalId(Number.MAX_SAFE_INTEGER);

/** Text with a bound in UTF-16 units. `tooLong` is the API's own sentence for longer text, if it has one. */
export const text = (max: number, tooLong?: string) => z.preprocess(readText, storable(max, tooLong).default(''));

/**
 * Required text; `missing` is the API's own sentence for its absence, if it has one. `None` and `null` are ordinary text:
 * a required parameter cannot be absent, and a name that is `None` must be addressable.
 */
export const requiredText = (max: number, tooLong?: string, missing?: string) =>
  z.preprocess(readLiteralText, storable(max, tooLong, missing).min(1, missing));

/** Undefined when not given, for methods that change only what was sent. */
export const optionalText = (max: number, tooLong?: string) =>
  z.preprocess(readText, storable(max, tooLong).optional());

/** An e-mail address in the case that was sent, without blanks around it; blanks alone count as not given. */
export const optionalEmail = (max: number, tooLong?: string) =>
  z.preprocess(
    (raw) => {
      const read = readText(raw);
      return typeof read === 'string' ? read.trim() || undefined : read;
    },
    storable(max, tooLong)
      // One that is too long has its own sentence.
      .refine((email) => email.length > max || normalizeEmail(email) !== null)
      .optional(),
  );

/** Stored unchanged, and what names something: `None` and `null` are ordinary text, "" is a value. */
export const literalText = (max: number, tooLong?: string) =>
  z.preprocess(readLiteralText, storable(max, tooLong).default(''));

export const flag = (fallback = false) => z.preprocess(readBoolean, z.boolean().default(fallback));

export const requiredFlag = () => z.preprocess(readBoolean, z.boolean());

export const optionalFlag = () => z.preprocess(readBoolean, z.boolean().optional());

/** A name or a number: `SignMethod=StringSign` and `SignMethod=1` are the same. Names are case-insensitive. */
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

/** JSON inside a parameter, checked against a schema; `wrongFormat` is the sentence for a mismatch. */
export const json = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(readJson, schema.optional());

/** As `json`, but required. */
export const requiredJson = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(readJson, schema);

/** ProductId and Key, the parameters of every method about one licence. */
export const licenseAddress = {
  ProductId: requiredInteger({ min: 1 }).meta({ description: 'The product id.' }),
  Key: requiredText(LIMITS.keyChars).meta({ description: 'The key string.' }),
} as const;

export const machineCode = () =>
  literalText(LIMITS.machineCodeChars).meta({
    description: 'The machine code: the client’s identifier of its device.',
  });

/** A machine code normalised as in usage analytics. One of white space alone is "", which differs from not given. */
export const normalizedMachineCode = () =>
  z.preprocess((raw) => {
    const text = readText(raw);
    return typeof text === 'string' ? normalizeMachineCode(text) : text;
  }, storable(NORMALIZED_MACHINE_CODE_CHARS).optional());

export const friendlyName = () =>
  text(LIMITS.friendlyNameChars).meta({ description: 'A readable name of the device.' });
