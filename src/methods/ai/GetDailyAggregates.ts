import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { dayText } from '../../domain/time/dateText.js';
import { type DailyUsageRow, readDailyUsage } from '../../sql/analytics/readUsageDaily.js';
import { defineQuery } from '../define.js';
import { DAILY_ERRORS, pageOf, usageDays, usagePage, usageProduct } from './usageParameters.js';
import { findProductScope } from './usageScope.js';

export const GetDailyAggregates = defineQuery({
  category: 'ai',
  name: 'GetDailyAggregates',
  title: 'Returns usage totals of each product and day.',
  description:
    'A key, device or customer is active on a day on which the log has a row about it. Keys excluded from usage analytics are not counted, and a day with no other keys has no row. Rows are in the order of their ids, oldest first unless `EndingBefore` is given. Usage analytics follow the log with a short delay, so the newest activity may be missing for a moment.',
  permission: 'UsageAnalytics',
  scope: 'filterProduct',
  parameters: z.object({
    ...usagePage,
    ...usageProduct,
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
        totalRequestsLogged: z.int(),
        successful: z.int(),
        failed: z.int(),
        activeDevices: z.int(),
        activeKeys: z.int(),
        activeCustomers: z.int(),
      }),
    ),
  }),
  example: {
    request: { ProductId: 3349, Start: '2026-01-01', End: '2026-01-31', Limit: 1 },
    answer: {
      aggregates: [
        {
          id: 51,
          productId: 3349,
          date: '2026-01-01',
          totalRequestsLogged: 64,
          successful: 60,
          failed: 4,
          activeDevices: 7,
          activeKeys: 5,
          activeCustomers: 3,
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
      firstDay: parameters.Start,
      lastDay: parameters.End,
    };
    const rows = await access.run(readDailyUsage(access.accountId, filter, pageOf(parameters)));
    return granted({ aggregates: rows.map(present) });
  },
});

const present = (row: DailyUsageRow) => ({
  id: row.id,
  productId: row.product_id,
  date: dayText(row.day),
  totalRequestsLogged: row.total_requests,
  successful: row.successful,
  failed: row.failed,
  activeDevices: row.active_devices,
  activeKeys: row.active_keys,
  activeCustomers: row.active_customers,
});
