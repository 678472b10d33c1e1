import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { shownLogRow, type WebApiLogRow } from '../../domain/log/webApiLog.js';
import { SENTENCES } from '../../domain/sentences.js';
import { readLogPage } from '../../engine/log/readLog.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { flag, pageLimit } from '../parameters.js';
import { webApiLogObject } from '../results.js';
import { timeSpan } from '../timeFilter.js';
import { logCursors, logFilters, logFiltersOf, logTime } from './logFilters.js';
import { cursorsOf, orderBy, orderOf } from './orderBy.js';
import { refuseReadFaults } from './readFaults.js';

const MOST = LIMITS.skippedLogRows.toLocaleString('en');

export const GetWebAPILog = defineQuery({
  category: 'ai',
  name: 'GetWebAPILog',
  title: 'Returns rows of the Web API Log: requests about licences and data objects, and their outcomes.',
  description: `Rows are in the order of their ids, oldest first, unless \`EndingBefore\` or \`OrderBy\` says otherwise. Ids have no gaps and follow time, and a page is complete: no row with a smaller id can appear later. \n\nThe log has no index of addresses: one call with \`Address\` or \`Country\` scans ${MOST} rows or a few more, and its answer has \`next\`, where to continue.\n\nWith a token whose key lock is -1, ProductId and Key are required, so that a client application can show a user the log of the user’s own key.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    ...logFilters,
    Time: logTime,
    Limit: pageLimit(10, 1000).meta({ description: 'How many rows, at most 1000.' }),
    ...logCursors,
    OrderBy: orderBy(),
    AnomalyClassification: flag().meta({ description: 'Adds `isAnomaly` and `anomalyProperties` to each row.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    logs: z.array(webApiLogObject),
    next: z
      .int()
      .nullable()
      .meta({
        description:
          'The cursor of the next call: `StartingAfter`, or `EndingBefore` when paging backwards; null: no more rows. Present only with `Address` or `Country`.',
      })
      .optional(),
  }),
  example: {
    request: { ProductId: 3349, States: '[2014,2024]', OrderBy: 'Id descending', Limit: 1 },
    answer: {
      logs: [
        {
          id: 91815,
          productId: 3349,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          ip: '203.0.113.0',
          time: 1767225600,
          state: 2014,
          machineCode: 'ws-02',
          friendlyName: '',
          floatingExpires: 1767225900,
          doIntValue: 0,
          doId: 0,
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const filters = logFiltersOf(parameters, caller);
    if (filters === null) return refused(SENTENCES.inputIncorrect);
    return refuseReadFaults(async () => {
      const { rows, reached } = await readLogPage(access, {
        ...filters,
        time: timeSpan(parameters.Time),
        ...cursorsOf(parameters),
        order: orderOf(parameters),
        limit: parameters.Limit,
      });
      const logs = rows.map((row) => present(row, parameters.AnomalyClassification));
      if (filters.network === undefined && filters.country === undefined) return granted({ logs });
      const { by } = orderOf(parameters);
      // No cursor is stable under another order.
      const isPaged = rows.length === parameters.Limit && (by === 'id' || by === 'time');
      return granted({ logs, next: isPaged ? (rows.at(-1)?.id ?? null) : reached });
    });
  },
});

const present = (row: WebApiLogRow, classified: boolean) => ({
  ...shownLogRow(row),
  // There is no anomaly detection here: no row is an anomaly.
  ...(classified ? { isAnomaly: false, anomalyProperties: null } : {}),
});
