import { cutWellFormed } from './machineCode.js';

/**
 * The `detail` column of a log row: `k` and the key string that named no license, or `d<data object id>,<value>`.
 * Empty for most rows.
 */
export const encodeDetail = (entry: {
  readonly attemptedKey: string;
  readonly dataObjectId: number;
  readonly dataObjectValue: number;
}): string => {
  const object =
    entry.dataObjectId !== 0 || entry.dataObjectValue !== 0 ? `d${entry.dataObjectId},${entry.dataObjectValue}` : '';
  return entry.attemptedKey === '' ? object : `${object}k${entry.attemptedKey}`;
};

export interface Detail {
  readonly attemptedKey: string;
  readonly dataObjectId: number;
  readonly dataObjectValue: number;
}

export const decodeDetail = (detail: string): Detail => {
  const match = /^(?:d(\d+),(-?\d+))?(?:k(.*))?$/s.exec(detail);
  return {
    attemptedKey: match?.[3] ?? '',
    dataObjectId: Number(match?.[1] ?? 0),
    dataObjectValue: Number(match?.[2] ?? 0),
  };
};

/** A key string that names no license, as the log stores it: without control characters, at most `length` UTF-16 units. */
export const attemptedKey = (key: string, length: number): string =>
  cutWellFormed(key.toWellFormed().replace(/\p{Cc}/gu, ''), length);
