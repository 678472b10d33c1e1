import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Parameters } from '../../api/call.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { Empty } from '../../ui/Empty.js';

/** What would fill an empty list. */
export const NoRows = ({
  parameters: { Time: _time, ...filters },
}: {
  readonly parameters: Parameters<'ai/GetWebAPILog'>;
}) => {
  const { choose, range } = useTimeRange();
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <Empty title={isFiltered ? 'No matching rows in this period' : 'No rows in this period'}>
      {range.preset === 'all' ? (
        <>
          {isFiltered ? 'Take a filter away. ' : 'The first request of an application will be here at once. '}
          <Link to="/start">How to point an application at this server</Link>
        </>
      ) : (
        <Button size="compact-sm" variant="default" onClick={() => choose('all')}>
          Look at all time
        </Button>
      )}
    </Empty>
  );
};
