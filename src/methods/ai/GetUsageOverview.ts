import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { DENIALS, isDenial, isRequest, NEW_MACHINES, UNREQUESTED } from '../../domain/log/stateLists.js';
import { isRefusal } from '../../domain/log/states.js';
import { SENTENCES } from '../../domain/sentences.js';
import { analyticsLag, type PeriodUsage, periodUsage } from '../../engine/analytics/usageOverview.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { refuseReadFaults } from './readFaults.js';
import { listText } from './statesText.js';
import { usageProduct } from './usageParameters.js';
import { periodOf, usagePeriod } from './usagePeriod.js';
import { findProductScope } from './usageScope.js';

const MOST = LIMITS.countedRows.toLocaleString('en');

const numbers = z.strictObject({
  requests: z
    .int()
    .meta({ description: `Log rows; imported machines (${UNREQUESTED.join()}) do not count as requests.` }),
  success: z.int(),
  failure: z.int(),
  activeKeys: z.int().meta({ description: 'Distinct keys in the rows.' }),
  activeMachines: z.int().meta({ description: 'Distinct machine codes, case-insensitive.' }),
  activeCustomers: z.int().meta({ description: 'Distinct customers of those keys.' }),
  newMachines: z.int().meta({ description: `Activations of a new machine: rows ${listText(NEW_MACHINES)}.` }),
  denials: z
    .int()
    .meta({ description: `Activations refused because all seats were taken: rows ${listText(DENIALS)}.` }),
});

export const GetUsageOverview = defineQuery({
  category: 'ai',
  name: 'GetUsageOverview',
  title: 'Returns the totals of a period and of the equally long period before it.',
  description: `Requests and states are counted from the rows that GetWebAPILog returns, test keys included. If both the period and the product have more than ${MOST} rows, the counts are extrapolated from an even sample of ${MOST}; new machines and denials are then counted separately, unless they exceed that number too. Keys, machines and customers are counted without test keys: from the log if the period has at most ${MOST} rows, otherwise from the daily records of every UTC day that the period touches, if these have fewer than ${LIMITS.seenRows.toLocaleString('en')} entries; beyond that, the greatest count of one product on one day is returned as a lower bound. \`exact\`: no number is an estimate, and days are whole. \`lag\` says how far usage analytics are behind the log.`,
  permission: 'UsageAnalytics',
  scope: 'filterProduct',
  parameters: z.object({ ...usageProduct, ...usagePeriod }),
  errors: [...[SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.errorOccured]],
  states: [],
  refusal: null,
  result: z.strictObject({
    current: numbers,
    previous: numbers,
    exact: z.boolean(),
    states: z.array(z.strictObject({ state: z.int(), count: z.int() })).meta({
      description: 'Of the current period, most frequent first.',
    }),
    lag: z.strictObject({ rows: z.int(), seconds: z.number() }),
  }),
  example: {
    request: { ProductId: 3349, Start: 1767225600, End: 1767312000 },
    answer: {
      current: {
        requests: 412,
        success: 400,
        failure: 12,
        activeKeys: 31,
        activeMachines: 44,
        activeCustomers: 18,
        newMachines: 3,
        denials: 7,
      },
      previous: {
        requests: 380,
        success: 380,
        failure: 0,
        activeKeys: 30,
        activeMachines: 41,
        activeCustomers: 18,
        newMachines: 5,
        denials: 0,
      },
      exact: true,
      states: [
        { state: 2014, count: 397 },
        { state: 2024, count: 7 },
        { state: 2020, count: 5 },
        { state: 2012, count: 3 },
      ],
      lag: { rows: 0, seconds: 0 },
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const period = periodOf(parameters, access.now);
    if (period === null) return refused(SENTENCES.inputIncorrect);
    return refuseReadFaults(async () => {
      const scope = await findProductScope(access, caller, parameters);
      if (typeof scope === 'string') return refused(scope);
      const { start, end } = period;
      const [current, previous, lag] = await Promise.all([
        periodUsage(access, scope.productId, period),
        periodUsage(access, scope.productId, { start: start - (end - start), end: start }),
        analyticsLag(access),
      ]);
      const states = [...current.states].map(([state, count]) => ({ state, count }));
      return granted({
        current: present(current),
        previous: present(previous),
        exact: current.exact && previous.exact,
        states: states.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count || a.state - b.state),
        lag,
      });
    });
  },
});

const present = ({ states, keys, machines, customers }: PeriodUsage) => {
  const sum = (fits: (state: number) => boolean): number =>
    [...states].reduce((total, [state, rows]) => (fits(state) ? total + rows : total), 0);
  return {
    requests: sum(isRequest),
    success: sum((state) => isRequest(state) && !isRefusal(state)),
    failure: sum(isRefusal),
    activeKeys: keys,
    activeMachines: machines,
    activeCustomers: customers,
    newMachines: sum((state) => NEW_MACHINES.some((code) => code === state)),
    denials: sum(isDenial),
  };
};
