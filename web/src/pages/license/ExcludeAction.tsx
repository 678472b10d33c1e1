import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { methodQuery } from '../../api/call.js';
import { useChange } from '../../api/useChange.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import type { ActionProps } from './actionProps.js';

/** Leaves a test key out of the daily numbers, or takes it in again. */
export const ExcludeAction = ({ license: { productId: ProductId }, keyText: Key }: ActionProps) => {
  const { data } = useQuery(methodQuery('key/GetExcludedFromAnalytics', { ProductId, Key }));
  const change = useChange();
  const isExcluded = data?.excluded === true;
  const set = (Excluded: boolean) => () => change('key/SetExcludedFromAnalytics', { ProductId, Key, Excluded });
  return (
    <ConfirmAction
      label={isExcluded ? 'Count in analytics' : 'Test key'}
      disabled={data === undefined}
      icon={<FlaskConical size={14} aria-hidden />}
      done={isExcluded ? 'The key counts in the daily numbers again.' : 'The key is left out of the daily numbers.'}
      run={set(!isExcluded)}
      undo={set(isExcluded)}
    >
      {isExcluded
        ? 'Requests with this key count in the daily numbers again, those of earlier days too.'
        : 'Requests with this key no longer count in the daily numbers, those of earlier days too. The log and this page show them as before.'}
    </ConfirmAction>
  );
};
