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
  requests: z.int().meta({ description: `Log rows; imported machines (${UNREQUESTED.join()}) are nobody’s request.` }),
  success: z.int(),
  failure: z.int(),
  activeKeys: z.int().meta({ description: 'Different keys that rows name.' }),
  activeMachines: z.int().meta({ description: 'Different machine codes, in whichever case.' }),
  activeCustomers: z.int().meta({ description: 'Different customers that the keys had.' }),
  newMachines: z.int().meta({ description: `Activations of a new machine: rows ${listText(NEW_MACHINES)}.` }),
  denials: z.int().meta({ description: `Activations refused for want of a seat: rows ${listText(DENIALS)}.` }),
});

export const GetUsageOverview = defineQuery({
  category: 'ai',
  name: 'GetUsageOverview',
  title: 'Returns what happened in a period, against the equally long period before.',
  description: `Requests and states are counted in the log, as GetWebAPILog shows it, test keys included. Where a period has more than ${MOST} rows and the product has more than that too, an even sample of ${MOST} rows stands for all; new machines and denials are then counted by themselves, as long as they are no more than that. Keys, machines and customers leave test keys out. They are counted in the log where the period has at most ${MOST} rows; otherwise who was seen on each of the UTC days that the period touches is put together, as far as that is fewer than ${LIMITS.seenRows.toLocaleString('en')} entries; beyond, the greatest number of one product on one day stands for all, and there were at least as many. \`exact\`: none of the numbers is an estimate, and days are whole. \`lag\` says how far usage analytics are behind the log.`,
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
      description: 'Of the current period, most first.',
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
