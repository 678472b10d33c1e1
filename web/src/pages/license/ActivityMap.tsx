import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { activityQuery } from '../../api/activity.js';
import type { HeldSeat } from '../../api/license.js';
import { logPages } from '../../api/pages.js';
import { useMayCall } from '../../api/useMayCall.js';
import { MachineLink } from '../../machines/MachineLink.js';
import { utcDay } from '../../time/isoTime.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { useTimeFilter } from '../../time/useTimeFilter.js';
import { Empty } from '../../ui/Empty.js';
import { HeatMap } from '../../ui/heatMap/HeatMap.js';
import { heatColumns, heatRows } from '../../ui/heatMap/heatRows.js';
import { countText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';

interface ActivityMapProps {
  readonly productId: number;
  readonly keyText: string;
  /** Unix seconds: there was nothing before. */
  readonly created: number;
  /** Who holds a seat now: codes as they were sent, and names for people. The analytics have upper case. */
  readonly seats: readonly HeldSeat[];
}

interface NamedMachine {
  /** As it was sent. */
  readonly machineCode: string | null;
  readonly friendlyName: string;
}

/** Codes as they were sent and names for people, by codes as the analytics have them. */
const namedMachines = (seats: readonly HeldSeat[], rows: readonly NamedMachine[]): ReadonlyMap<string, NamedMachine> =>
  new Map(
    [...rows.filter(({ friendlyName }) => friendlyName !== ''), ...seats].map((one) => [
      (one.machineCode ?? '').trim().toUpperCase(),
      one,
    ]),
  );

/** When each machine of a license was active: a shared key, or a machine that moved, is seen at a glance. */
export const ActivityMap = ({ productId, keyText, created, seats }: ActivityMapProps) => {
  const { range } = useTimeRange();
  const mayCall = useMayCall();
  const start = Math.max(range.start ?? created, 0);
  const { data, error, refetch } = useQuery({
    ...activityQuery({ ProductId: productId, Key: keyText, Start: utcDay(start), End: utcDay(range.end) }),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo(() => heatColumns(start, range.end), [start, range.end]);
  const rows = useMemo(() => heatRows(data?.buckets ?? [], columns, ({ machineCode }) => machineCode), [data, columns]);
  const Time = useTimeFilter();
  const filter = useMemo(() => ({ ProductId: productId, Key: keyText, Time }), [productId, keyText, Time]);
  // The log's tab asks for the same rows.
  const { data: log } = useInfiniteQuery({ ...logPages(filter), enabled: mayCall('ai/GetWebAPILog') });
  const known = useMemo(() => namedMachines(seats, log?.pages.flat() ?? []), [seats, log]);
  return (
    <Section
      title="Activity by machine"
      aside={
        data?.isCut === true
          ? 'Only the latest activity of this period: choose a shorter one to see all'
          : rows.length > 0 && `${countText(rows.length, 'machine')} in this period`
      }
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={4} height={24} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="No machine was active in this period">Each activation colours its half hour here.</Empty>
      )}
      {rows.length > 0 && (
        <HeatMap
          label="Activity by machine"
          columns={columns}
          rows={rows}
          head={({ name }) => (
            <MachineLink
              machineCode={known.get(name)?.machineCode ?? name}
              friendlyName={known.get(name)?.friendlyName ?? ''}
            />
          )}
        />
      )}
    </Section>
  );
};
