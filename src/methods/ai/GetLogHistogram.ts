import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { firstLogTime, logHistogram } from '../../engine/log/logHistogram.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { pageLimit } from '../parameters.js';
import { unixSecond } from '../timeFilter.js';
import { logFilters, logFiltersOf } from './logFilters.js';
import { refuseReadFaults } from './readFaults.js';

/** Steps of one GetLogHistogram call: more bars than fit on a screen. */
const HISTOGRAM_STEPS = 200;

const MOST = LIMITS.countedRows.toLocaleString('en');

export const GetLogHistogram = defineQuery({
  category: 'ai',
  name: 'GetLogHistogram',
  title: 'Counts granted and refused rows of the Web API Log in each step of a period.',
  description: `The rows are those of GetWebAPILog with the same filters; the third digit of the state says whether a request was granted. The period is divided into \`Steps\` steps of whole seconds, the last of which may be shorter; \`step\` is their length.

The number of rows read is bounded, however long the log is. If the period has at most ${MOST} rows, or the filters leave fewer than that, every row is counted and \`exact\` is true. Otherwise the counts are extrapolated from ${MOST} rows spread evenly over the steps; \`sampledShare\` is their share of the period. Without a filter the sum of \`success\` and \`failure\` is still exact.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    ...logFilters,
    Start: unixSecond().meta({ description: 'Unix seconds. Default: the oldest row.' }),
    End: unixSecond().meta({ description: 'Unix seconds, exclusive. Default: now.' }),
    Steps: pageLimit(60, HISTOGRAM_STEPS).meta({
      description: `How many steps, at most ${HISTOGRAM_STEPS}; fewer if they would be shorter than a second.`,
    }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    start: z.int().meta({ description: 'Unix seconds.' }),
    end: z.int().meta({ description: 'Unix seconds, exclusive.' }),
    step: z.int().meta({ description: 'Seconds.' }),
    bars: z.array(
      z.strictObject({
        start: z.int().meta({ description: 'Unix seconds.' }),
        success: z.int(),
        failure: z.int(),
      }),
    ),
    exact: z.boolean(),
    sampledShare: z.number().meta({ description: 'Above 0, at most 1.' }),
  }),
  example: {
    request: { ProductId: 3349, Start: 1767225600, End: 1767232800, Steps: 2 },
    answer: {
      start: 1767225600,
      end: 1767232800,
      step: 3600,
      bars: [
        { start: 1767225600, success: 412, failure: 3 },
        { start: 1767229200, success: 380, failure: 0 },
      ],
      exact: true,
      sampledShare: 1,
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const filters = logFiltersOf(parameters, caller);
    if (filters === null) return refused(SENTENCES.inputIncorrect);
    const end = parameters.End ?? unixSeconds(access.now) + 1;
    return refuseReadFaults(async () => {
      const start = parameters.Start ?? Math.min(end - 1, unixSeconds((await firstLogTime(access)) ?? access.now));
      if (start >= end) return refused(SENTENCES.inputIncorrect);
      const step = Math.ceil((end - start) / parameters.Steps);
      const starts = Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step);
      const times = [...starts, end].map((second) => second * 1000);
      const { bars, exact, sampledShare } = await logHistogram(access, filters, times);
      return granted({
        start,
        end,
        step,
        exact,
        sampledShare,
        bars: bars.map((bar, index) => ({ start: starts[index] ?? start, ...bar })),
      });
    });
  },
});
