import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { activityQuery } from '../../api/activity.js';
import { type Answer, methodQuery } from '../../api/call.js';
import { useMayCall } from '../../api/useMayCall.js';
import { KeyLink } from '../../licenses/KeyLink.js';
import { LogTable } from '../../log/LogTable.js';
import { ProductLink } from '../../products/ProductLink.js';
import { utcDay } from '../../time/isoTime.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { useTimeFilter } from '../../time/useTimeFilter.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { Empty } from '../../ui/Empty.js';
import { Fact, Facts } from '../../ui/Facts.js';
import { HeatMap } from '../../ui/heatMap/HeatMap.js';
import { heatColumns, heatRows } from '../../ui/heatMap/heatRows.js';
import { countText, numberText } from '../../ui/numberText.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { TimeText } from '../../ui/TimeText.js';

type Device = Answer<'ai/GetKeyDevices'>['devices'][number];

const MOST_DEVICES = 1000;
const FOUND = 20;

/** A machine’s history over all licences. */
export const MachinePage = () => {
  const { machineCode } = useParams({ from: '/shell/machines/$machineCode' });
  const mayCall = useMayCall();
  const known = useKnownMachine(machineCode);
  const code = known?.machineCode ?? machineCode;
  const title = known === undefined || known.friendlyName === '' ? code : known.friendlyName;
  const Time = useTimeFilter();
  const filter = useMemo(() => ({ MachineCode: code, Time }), [code, Time]);
  return (
    <Page title={title} aside={<CopyButton text={code} label="Copy the machine code" wide />}>
      {mayCall('ai/GetKeyDevices') && (
        <>
          <Licenses machineCode={code} />
          <Activity machineCode={code} />
        </>
      )}
      {mayCall('ai/GetWebAPILog') && (
        <Section title="Log">
          <LogTable label="Log of this machine" filter={filter} without="machine" />
        </Section>
      )}
    </Page>
  );
};

/** The machine by its code as it was sent, in its own case, and its newest name; undefined while that is not known. */
const useKnownMachine = (machineCode: string) => {
  const mayCall = useMayCall();
  const { data } = useQuery({
    ...methodQuery('ai/Search', { Query: machineCode, Limit: FOUND }),
    enabled: mayCall('ai/Search'),
  });
  const machines = data?.machines ?? [];
  return (
    machines.find((one) => one.machineCode === machineCode) ??
    machines.find((one) => one.machineCode.trim().toUpperCase() === machineCode.trim().toUpperCase())
  );
};

const COLUMNS: readonly Column<Device>[] = [
  {
    id: 'key',
    head: 'Key',
    card: 'title',
    cell: ({ productId, key }) => (key === '' ? 'deleted' : <KeyLink productId={productId} keyText={key} />),
  },
  { id: 'product', head: 'Product', card: 'detail', cell: ({ productId }) => <ProductLink productId={productId} /> },
  {
    id: 'first',
    head: 'First seen',
    width: '130px',
    sortBy: ({ firstSeenUtc }) => firstSeenUtc,
    cell: ({ firstSeenUtc }) => <TimeText time={firstSeenUtc} />,
  },
  {
    id: 'last',
    head: 'Last seen',
    width: '130px',
    card: 'aside',
    sortBy: ({ lastSeenUtc }) => lastSeenUtc,
    cell: ({ lastSeenUtc }) => <TimeText time={lastSeenUtc} />,
  },
  {
    id: 'requests',
    head: 'Requests',
    width: '110px',
    numeric: true,
    sortBy: ({ totalRequests }) => totalRequests,
    cell: ({ totalRequests }) => numberText(totalRequests),
  },
];

const Licenses = ({ machineCode }: { readonly machineCode: string }) => {
  const { data, error, refetch } = useQuery(
    methodQuery('ai/GetKeyDevices', { MachineCode: machineCode, Limit: MOST_DEVICES }),
  );
  const devices = data?.devices ?? [];
  return (
    <>
      <Facts>
        <Fact name="Machine code">
          <span className="kl-mono">{machineCode}</span>
        </Fact>
        {devices.length > 0 && (
          <>
            <Fact name="First seen">
              <TimeText time={Math.min(...devices.map(({ firstSeenUtc }) => firstSeenUtc))} />
            </Fact>
            <Fact name="Last seen">
              <TimeText time={Math.max(...devices.map(({ lastSeenUtc }) => lastSeenUtc))} />
            </Fact>
          </>
        )}
      </Facts>
      <Section title="Licences" aside={devices.length > 0 && `${countText(devices.length, 'licence')} ever used on it`}>
        {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
        {error === null && data === undefined && <Skeletons rows={2} />}
        {data !== undefined && devices.length === 0 && (
          <Empty title="No licence was used on this machine">Check the machine code: all of it must be the same.</Empty>
        )}
        {devices.length > 0 && <DataTable label="Licences" columns={COLUMNS} rows={devices} rowKey={({ id }) => id} />}
      </Section>
    </>
  );
};

const ALL_TIME_DAYS = 90;

const Activity = ({ machineCode }: { readonly machineCode: string }) => {
  const { range } = useTimeRange();
  const start = range.start ?? Math.max(range.end - ALL_TIME_DAYS * 86_400, 0);
  const { data, error, refetch } = useQuery({
    ...activityQuery({ MachineCode: machineCode, Start: utcDay(start), End: utcDay(range.end) }),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo(() => heatColumns(start, range.end), [start, range.end]);
  const rows = useMemo(() => heatRows(data?.buckets ?? [], columns, ({ key }) => key), [data, columns]);
  return (
    <Section title="Activity by licence">
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={2} height={24} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="Not active in this period">Choose a longer time range above.</Empty>
      )}
      {rows.length > 0 && (
        <HeatMap
          label="Days of activity"
          columns={columns}
          rows={rows}
          head={({ productId, name }) => <KeyLink productId={productId} keyText={name} />}
        />
      )}
    </Section>
  );
};
