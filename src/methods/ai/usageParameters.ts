import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import type { UsagePage } from '../../sql/analytics/usagePage.js';
import { cursor, day, optionalId, optionalText, pageLimit } from '../parameters.js';
import { cursorsOf } from './orderBy.js';

/** Parameters shared by the usage-analytics methods. A method ignores those that it does not declare. */

export const usagePage = {
  Limit: pageLimit(100, 1000).meta({ description: 'How many rows, at most 1000.' }),
  StartingAfter: cursor().meta({ description: 'Rows with a greater id.' }),
  EndingBefore: cursor().meta({
    description: 'Rows with a smaller id, greatest first; takes precedence over StartingAfter.',
  }),
};

export const usageProduct = {
  ProductId: optionalId().meta({ description: 'Rows of this product.' }),
};

export const usageKey = {
  ...usageProduct,
  KeyId: optionalId().meta({ description: 'Rows of the key with this id, even if it is deleted.' }),
  Key: optionalText(LIMITS.keyChars).meta({ description: 'Rows of this key string; requires ProductId.' }),
};

/** UTC days; each method says what it compares with them. */
export const usageDays = (start: string, end: string) => ({
  Start: day(SENTENCES.startFormat).meta({ description: `\`yyyy-MM-dd\` (UTC): ${start}` }),
  End: day(SENTENCES.endFormat).meta({ description: `\`yyyy-MM-dd\` (UTC): ${end}` }),
});

/** The page that the parameters ask for. */
export const pageOf = (parameters: {
  readonly Limit: number;
  readonly StartingAfter?: number | undefined;
  readonly EndingBefore?: number | undefined;
}): UsagePage => ({ ...cursorsOf(parameters), limit: parameters.Limit });

export const DAILY_ERRORS = [
  SENTENCES.accessDenied,
  SENTENCES.inputIncorrect,
  SENTENCES.productNotFound,
  SENTENCES.startFormat,
  SENTENCES.endFormat,
] as const;

export const KEY_ERRORS = [...DAILY_ERRORS, SENTENCES.keyNotFound] as const;
