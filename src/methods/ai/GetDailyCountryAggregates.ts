import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { dayText } from '../../domain/time/dateText.js';
import { type DailyCountryUsageRow, readDailyCountryUsage } from '../../sql/analytics/readUsageDaily.js';
import { defineQuery } from '../define.js';
import { optionalText } from '../parameters.js';
import { DAILY_ERRORS, pageOf, usageDays, usagePage, usageProduct } from './usageParameters.js';
import { findProductScope } from './usageScope.js';

/** Two letters, case-insensitive. 0, which clients send for numbers they do not set, counts as not given too. */
const countryCode = () =>
  z
    .preprocess(
      (raw) => (raw === 0 || raw === '0' ? undefined : raw),
      optionalText(2).refine((code) => code === undefined || code === '' || /^[A-Za-z]{2}$/.test(code)),
    )
    .meta({ description: 'Rows of this country: two letters (ISO 3166).' });

export const GetDailyCountryAggregates = defineQuery({
  category: 'ai',
  name: 'GetDailyCountryAggregates',
  title: 'Returns usage totals of each product, day and country.',
  description:
    'Requests from addresses without a known country are not counted. Keys excluded from usage analytics are not counted, and a day with no other keys has no row. Rows are in the order of their ids, oldest first unless `EndingBefore` is given. Usage analytics follow the log with a short delay, so the newest activity may be missing for a moment.',
  permission: 'UsageAnalytics',
  scope: 'filterProduct',
  parameters: z.object({
    ...usagePage,
    ...usageProduct,
    CountryCode: countryCode(),
    ...usageDays('this day and later ones.', 'this day and earlier ones.'),
  }),
  errors: DAILY_ERRORS,
  states: [],
  refusal: null,
  result: z.strictObject({
    aggregates: z.array(
      z.strictObject({
        id: z.int().meta({ description: 'The id of the first log row that counts here; it never changes.' }),
        productId: z.int(),
        date: z.string().meta({ description: '`yyyy-MM-dd` (UTC).' }),
        countryCode: z.string().meta({ description: 'Two letters.' }),
        totalRequests: z.int(),
        successful: z.int(),
        failed: z.int(),
      }),
    ),
  }),
  example: {
    request: { ProductId: 3349, CountryCode: 'SE', Start: '2026-01-01', Limit: 1 },
    answer: {
      aggregates: [
        {
          id: 51,
          productId: 3349,
          date: '2026-01-01',
          countryCode: 'SE',
          totalRequests: 22,
          successful: 21,
          failed: 1,
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const scope = await findProductScope(access, caller, parameters);
    if (typeof scope === 'string') return refused(scope);
    const filter = {
      ...scope,
      country: parameters.CountryCode?.toUpperCase(),
      firstDay: parameters.Start,
      lastDay: parameters.End,
    };
    const rows = await access.run(readDailyCountryUsage(access.accountId, filter, pageOf(parameters)));
    return granted({ aggregates: rows.map(present) });
  },
});

const present = (row: DailyCountryUsageRow) => ({
  id: row.id,
  productId: row.product_id,
  date: dayText(row.day),
  countryCode: row.country,
  totalRequests: row.total_requests,
  successful: row.successful,
  failed: row.failed,
});
