import { queryOptions } from '@tanstack/react-query';
import { ProblemError } from '../problem.js';
import { type Answer, call, type Parameters } from './call.js';

type ActivityBucket = Answer<'ai/GetLicenseActivityBuckets'>['buckets'][number];

export interface Activity {
  /** The newest first. */
  readonly buckets: readonly ActivityBucket[];
  /** Whether older ones were left out. */
  readonly isCut: boolean;
}

const PAGE = 1000;
const MOST_PAGES = 8;

/** Half hours in which something was activated or released, of at most 8,000 pairs of machine and half hour. */
export const activityQuery = (filter: Parameters<'ai/GetLicenseActivityBuckets'>) =>
  queryOptions({
    queryKey: ['ai/GetLicenseActivityBuckets', 'all', filter] as const,
    queryFn: async ({ signal }): Promise<Activity> => {
      const buckets: ActivityBucket[] = [];
      let before = Number.MAX_SAFE_INTEGER;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const parameters = { ...filter, EndingBefore: before, Limit: PAGE };
        const result = await call('ai/GetLicenseActivityBuckets', parameters, signal);
        if ('problem' in result) throw new ProblemError(result.problem);
        const found = result.answer.buckets;
        buckets.push(...found);
        const last = found.at(-1);
        if (found.length < PAGE || last === undefined) return { buckets, isCut: false };
        before = last.id;
      }
      return { buckets, isCut: true };
    },
  });
