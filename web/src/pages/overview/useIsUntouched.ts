import { useQuery } from '@tanstack/react-query';
import { methodQuery } from '../../api/call.js';
import { STATE_FAMILIES } from '../../api/states.js';

/** What a customer's application does, and what an import brings in its place. */
const USED = STATE_FAMILIES.filter(({ name }) =>
  ['activation request', 'validation request', 'no request associated'].includes(name),
).flatMap(({ states }) => states.map(({ code }) => code));

/** Whether no application has asked for anything yet; undefined while that is on its way. It is asked once a visit. */
export const useIsUntouched = (): boolean | undefined => {
  const { data, isError } = useQuery({
    ...methodQuery('ai/GetWebAPILog', { States: USED, Limit: 1 }),
    // The first activation is noticed by the page that waits for it, and does not take that page away.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isError) return false;
  return data === undefined ? undefined : data.logs.length === 0;
};
