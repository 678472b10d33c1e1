import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Parameters } from '../../api/call.js';
import { eventPages } from '../../api/pages.js';
import { EventTable, valueText } from '../../events/EventTable.js';
import { ProductSelect } from '../../products/ProductSelect.js';
import { useTimeFilter } from '../../time/useTimeFilter.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { Filters } from '../../ui/Filters.js';
import { countText, numberText } from '../../ui/numberText.js';
import { Page } from '../../ui/Page.js';
import { Section } from '../../ui/Section.js';
import { TimeText } from '../../ui/TimeText.js';
import { type EventGroup, eventGroups } from './eventGroups.js';

/** What applications registered: which features were used, what was bought. */
export const EventsPage = () => {
  const { product, feature, event } = useSearch({ from: '/shell/events' });
  const navigate = useNavigate();
  const Time = useTimeFilter();
  const filter = useMemo(
    () => ({
      Time,
      ...(product !== undefined && { ProductId: product }),
      ...(feature !== undefined && { FeatureName: feature }),
      ...(event !== undefined && { EventName: event }),
    }),
    [Time, product, feature, event],
  );
  const isNarrowed = feature !== undefined || event !== undefined;
  return (
    <Page title="Events">
      <Filters>
        <ProductSelect
          withAll
          value={product}
          onChange={(chosen) => void navigate({ to: '.', search: (search) => ({ ...search, product: chosen }) })}
        />
        {isNarrowed && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              void navigate({ to: '.', search: (search) => ({ ...search, feature: undefined, event: undefined }) })
            }
          >
            {[feature, event].filter((part) => part !== undefined).join(' · ')} ×
          </Button>
        )}
      </Filters>
      <Groups filter={filter} />
      <Section title="Events one by one">
        <EventTable label="Events" filter={filter} />
      </Section>
    </Page>
  );
};

const COLUMNS: readonly Column<EventGroup>[] = [
  {
    id: 'feature',
    head: 'Feature',
    card: 'title',
    sortBy: ({ featureName }) => featureName,
    cell: ({ featureName, eventName }) => (
      <Link to="/events" search={(search) => ({ ...search, feature: featureName, event: eventName })}>
        {featureName === '' ? 'no feature' : featureName}
      </Link>
    ),
  },
  {
    id: 'event',
    head: 'Event',
    card: 'detail',
    sortBy: ({ eventName }) => eventName,
    cell: ({ eventName }) => eventName,
  },
  {
    id: 'count',
    head: 'Times',
    width: '110px',
    numeric: true,
    card: 'aside',
    sortBy: ({ count }) => count,
    cell: ({ count }) => numberText(count),
  },
  {
    id: 'keys',
    head: 'Keys',
    width: '90px',
    numeric: true,
    sortBy: ({ keys }) => keys,
    cell: ({ keys }) => numberText(keys),
  },
  {
    id: 'value',
    head: 'Sum of values',
    width: '200px',
    numeric: true,
    cell: ({ sums }) =>
      [...sums]
        .map(([currency, sum]) => valueText(sum, currency))
        .filter((text) => text !== '')
        .join(', '),
  },
  {
    id: 'last',
    head: 'Last',
    width: '130px',
    sortBy: ({ last }) => last,
    cell: ({ last }) => <TimeText time={last} />,
  },
];

/** Counted from the events that the list below has read: it says of how many. */
const Groups = ({ filter }: { readonly filter: Parameters<'ai/GetEvents'> }) => {
  const { data, hasNextPage } = useInfiniteQuery(eventPages(filter));
  const events = useMemo(() => data?.pages.flatMap((page) => page.events) ?? [], [data]);
  const groups = useMemo(() => eventGroups(events), [events]);
  if (groups.length === 0) return null;
  return (
    <Section
      title="By feature"
      aside={`${hasNextPage ? 'of the latest' : 'of'} ${countText(events.length, 'event')}${hasNextPage ? ': “Older events” below counts more of them' : ''}`}
    >
      <DataTable
        label="Events by feature"
        columns={COLUMNS}
        rows={groups}
        rowKey={({ featureName, eventName }) => `${featureName}\n${eventName}`}
      />
    </Section>
  );
};
