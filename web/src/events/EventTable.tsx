import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answer, Parameters } from '../api/call.js';
import { eventPages } from '../api/pages.js';
import { KeyLink } from '../licenses/KeyLink.js';
import { MachineLink } from '../machines/MachineLink.js';
import { type Column, DataTable } from '../ui/DataTable.js';
import { Empty } from '../ui/Empty.js';
import { MoreButton } from '../ui/MoreButton.js';
import { numberText } from '../ui/numberText.js';
import { ProblemNote } from '../ui/ProblemNote.js';
import { Skeletons } from '../ui/Skeletons.js';
import { TimeText } from '../ui/TimeText.js';

type EventRow = Answer<'ai/GetEvents'>['events'][number];

/** "2,530", "25.30 EUR": money is in hundredths by custom. */
export const valueText = (value: number, currency: string): string => {
  if (currency === '') return value === 0 ? '' : numberText(value);
  return `${(value / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency}`;
};

const COLUMNS: readonly Column<EventRow>[] = [
  { id: 'time', head: 'When', width: '120px', card: 'aside', cell: ({ time }) => <TimeText time={time} /> },
  {
    id: 'event',
    head: 'Event',
    width: '220px',
    card: 'title',
    cell: ({ featureName, eventName }) =>
      [featureName, eventName].filter((part) => part !== '').join(' · ') || 'unnamed',
  },
  {
    id: 'value',
    head: 'Value',
    width: '110px',
    numeric: true,
    cell: ({ value, currency }) => valueText(value, currency),
  },
  {
    id: 'key',
    head: 'Key',
    width: '250px',
    card: 'detail',
    cell: ({ productId, key }) => <KeyLink productId={productId} keyText={key} />,
  },
  {
    id: 'machine',
    head: 'Machine',
    width: '160px',
    cell: ({ machineCode }) => <MachineLink machineCode={machineCode === '' ? null : machineCode} />,
  },
  { id: 'metadata', head: 'Metadata', cell: ({ metadata }) => <span title={metadata}>{metadata}</span> },
];

interface EventTableProps {
  readonly label: string;
  readonly filter: Parameters<'ai/GetEvents'>;
  readonly withoutKey?: boolean;
}

/** Registered events, the newest first. */
export const EventTable = ({ label, filter, withoutKey = false }: EventTableProps) => {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(eventPages(filter));
  const columns = useMemo(() => COLUMNS.filter(({ id }) => !withoutKey || id !== 'key'), [withoutKey]);
  const rows = useMemo(() => data?.pages.flatMap(({ events }) => events) ?? [], [data]);
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeletons rows={8} />;
  if (rows.length === 0 && !hasNextPage) {
    return (
      <Empty title="No events in this period">
        Applications register them with RegisterEvent: a feature was used, something was bought.
      </Empty>
    );
  }
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      footer={
        hasNextPage ? (
          <MoreButton label="Older events" isLoading={isFetchingNextPage} load={() => void fetchNextPage()} />
        ) : undefined
      }
    />
  );
};
