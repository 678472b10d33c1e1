import { useQueryClient } from '@tanstack/react-query';
import type { Problem } from '../problem.js';
import { useTimeRange } from '../time/TimeRangeProvider.js';
import { call, type MethodName, type Parameters } from './call.js';

/** Calls a method that changes something; what pages show is asked for again, so that they show what became of it. */
export const useChange = () => {
  const queryClient = useQueryClient();
  const { refresh } = useTimeRange();
  return async <Name extends MethodName>(method: Name, parameters: Parameters<Name>): Promise<Problem | undefined> => {
    const result = await call(method, parameters);
    if ('problem' in result) return result.problem;
    // What was just done belongs to a period that ends now.
    refresh();
    await queryClient.invalidateQueries();
    return undefined;
  };
};
