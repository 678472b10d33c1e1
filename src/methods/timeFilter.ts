import { z } from 'zod';
import type { TimeSpan } from '../domain/log/webApiLog.js';
import { optionalId, readInteger, readJson } from './parameters.js';

/** Unix seconds; as milliseconds still an exact number. */
const LATEST = 8_640_000_000_000;

/** A bare Unix time means that second; 0 and an object without bounds mean not given. Names are case-insensitive. */
const readTimeFilter = (raw: unknown): unknown => {
  const value = readJson(raw);
  if (typeof value === 'string' || typeof value === 'number') {
    const second = readInteger(value);
    return second === 0 ? undefined : typeof second === 'number' ? { gte: second, lte: second } : second;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const bounds = Object.entries(value).map(([name, bound]) => [name.toLowerCase(), readInteger(bound)] as const);
  return Object.fromEntries(bounds.filter(([, bound]) => bound !== undefined));
};

/**
 * `Time`: a Unix time, or `{"gt", "gte", "lt", "lte"}` as JSON. `wrongFormat` is the method's own error sentence, if it
 * has one.
 */
export const timeFilter = (wrongFormat?: string) => {
  const error = wrongFormat === undefined ? {} : { error: wrongFormat };
  const second = z.int(error).min(0, error).max(LATEST, error).optional();
  return z.preprocess(
    readTimeFilter,
    z.strictObject({ gt: second, gte: second, lt: second, lte: second }, error).optional(),
  );
};

/** One end of a period, in Unix seconds. Clients send 0 for "not given". */
export const unixSecond = () => optionalId(LATEST);

export interface TimeBounds {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

/** The range of whole seconds within all bounds; undefined without bounds. */
export const timeSpan = (bounds: TimeBounds | undefined): TimeSpan | undefined => {
  if (bounds === undefined) return undefined;
  const firsts = [bounds.gte, bounds.gt === undefined ? undefined : bounds.gt + 1].filter((at) => at !== undefined);
  const lasts = [bounds.lte, bounds.lt === undefined ? undefined : bounds.lt - 1].filter((at) => at !== undefined);
  return {
    first: firsts.length === 0 ? undefined : Math.max(...firsts),
    last: lasts.length === 0 ? undefined : Math.min(...lasts),
  };
};
