import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { AddressLink } from '../addresses/AddressLink.js';
import type { Answer, Parameters } from '../api/call.js';
import { logPages } from '../api/pages.js';
import { KeyLink } from '../licenses/KeyLink.js';
import { MachineLink } from '../machines/MachineLink.js';
import { type Column, DataTable } from '../ui/DataTable.js';
import { Empty } from '../ui/Empty.js';
import { MoreButton } from '../ui/MoreButton.js';
import { ProblemNote } from '../ui/ProblemNote.js';
import { Skeletons } from '../ui/Skeletons.js';
import { TimeText } from '../ui/TimeText.js';
import { StateBadge } from './StateBadge.js';

type LogRow = Answer<'ai/GetWebAPILog'>['logs'][number];

interface LogTableProps {
  readonly label: string;
  readonly filter: Parameters<'ai/GetWebAPILog'>;
  /** Leaves out what the page is about. */
  readonly without: 'key' | 'machine';
  /** What machines are called, by their codes, beside what the rows say themselves. */
  readonly names?: ReadonlyMap<string, string>;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

const COLUMNS: readonly Column<LogRow>[] = [
  {
    id: 'time',
    head: 'When',
    width: '130px',
    card: 'aside',
    cell: ({ id, time }) => (
      <Link to="/log/$id" params={{ id: String(id) }}>
        <TimeText time={time} />
      </Link>
    ),
  },
  { id: 'state', head: 'What', width: '240px', card: 'title', cell: ({ state }) => <StateBadge state={state} /> },
  {
    id: 'key',
    head: 'Key',
    width: '280px',
    card: 'detail',
    cell: ({ productId, key }) => <KeyLink productId={productId} keyText={key} />,
  },
  {
    id: 'machine',
    head: 'Machine',
    card: 'detail',
    cell: ({ machineCode, friendlyName }) => <MachineLink machineCode={machineCode} friendlyName={friendlyName} />,
  },
  { id: 'address', head: 'Address', width: '180px', cell: ({ ip }) => <AddressLink address={ip} /> },
];

/** Rows that say no name, as a deactivation, show what another row calls the machine: the newest that does. */
const withNames = (rows: readonly LogRow[], names: ReadonlyMap<string, string>): readonly LogRow[] => {
  const known = new Map(names);
  for (const { machineCode, friendlyName } of rows.toReversed()) {
    if (machineCode !== null && machineCode !== '' && friendlyName !== '') known.set(machineCode, friendlyName);
  }
  return rows.map((row) =>
    row.friendlyName === '' ? { ...row, friendlyName: known.get(row.machineCode ?? '') ?? '' } : row,
  );
};

/** Rows of the log about one thing, the newest first. */
export const LogTable = ({ label, filter, without, names = NO_NAMES }: LogTableProps) => {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(logPages(filter));
  const columns = useMemo(() => COLUMNS.filter(({ id }) => id !== without), [without]);
  const rows = useMemo(() => withNames(data?.pages.flat() ?? [], names), [data, names]);
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeletons rows={8} />;
  if (rows.length === 0) {
    return (
      <Empty title="No rows in this period">
        Each activation, change and refusal leaves one. Choose a longer time range above.
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
          <MoreButton label="Older rows" isLoading={isFetchingNextPage} load={() => void fetchNextPage()} />
        ) : undefined
      }
    />
  );
};
