import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { heldSeats, type LicenseFacts } from '../../api/license.js';
import { useMayCall } from '../../api/useMayCall.js';
import { ChangeList } from '../../changes/ChangeList.js';
import { EventTable } from '../../events/EventTable.js';
import { LogTable } from '../../log/LogTable.js';
import { useTimeFilter } from '../../time/useTimeFilter.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { Empty } from '../../ui/Empty.js';
import { numberText } from '../../ui/numberText.js';
import classes from './LicenseTabs.module.css';
import { LICENSE_TABS } from './licenseSearch.js';

const namesOf = (license: LicenseFacts) =>
  heldSeats(license).map(({ machineCode, friendlyName }) => [machineCode, friendlyName] as const);

/** What machines are called that hold seats, or held them when the page was opened: the log speaks of those that were released. */
const useNames = (license: LicenseFacts): ReadonlyMap<string, string> => {
  const [known, setKnown] = useState(() => ({ license, names: new Map(namesOf(license)) }));
  if (known.license !== license) setKnown({ license, names: new Map([...known.names, ...namesOf(license)]) });
  return known.names;
};

interface LicenseTabsProps {
  readonly license: LicenseFacts;
  readonly keyText: string;
}

/** What happened to a license: its log, its events, its changes; and its data objects. Which is open is in the URL. */
export const LicenseTabs = ({ license, keyText: Key }: LicenseTabsProps) => {
  const { tab = 'log' } = useSearch({ from: '/shell/licenses/$productId/$key' });
  const navigate = useNavigate();
  const mayCall = useMayCall();
  const Time = useTimeFilter();
  const { productId: ProductId, globalId } = license;
  const filter = useMemo(() => ({ ProductId, Key, Time }), [ProductId, Key, Time]);
  const names = useNames(license);
  const changes = useMemo(() => ({ ResourceType: 3, ObjectId: globalId }), [globalId]);
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(value) => {
        const chosen = LICENSE_TABS.find((name) => name === value);
        void navigate({ to: '.', search: (search) => ({ ...search, tab: chosen === 'log' ? undefined : chosen }) });
      }}
    >
      <Tabs.List className={classes.list}>
        {mayCall('ai/GetWebAPILog') && <Tabs.Tab value="log">Log</Tabs.Tab>}
        {mayCall('ai/GetEvents') && <Tabs.Tab value="events">Events</Tabs.Tab>}
        {mayCall('ai/GetChanges') && <Tabs.Tab value="changes">Changes</Tabs.Tab>}
        <Tabs.Tab value="data">Data objects</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="log" pt="sm">
        <LogTable label="Log of this licence" filter={filter} without="key" names={names} />
      </Tabs.Panel>
      <Tabs.Panel value="events" pt="sm">
        <EventTable label="Events of this licence" filter={filter} withoutKey />
      </Tabs.Panel>
      <Tabs.Panel value="changes" pt="sm">
        <ChangeList filter={changes} isOfOne />
      </Tabs.Panel>
      <Tabs.Panel value="data" pt="sm">
        <DataObjects license={license} />
      </Tabs.Panel>
    </Tabs>
  );
};

type DataObject = LicenseFacts['dataObjects'][number];

const DATA_COLUMNS: readonly Column<DataObject>[] = [
  { id: 'name', head: 'Name', card: 'title', sortBy: ({ name }) => name, cell: ({ name }) => name },
  {
    id: 'int',
    head: 'Number',
    width: '140px',
    numeric: true,
    card: 'aside',
    sortBy: ({ intValue }) => intValue,
    cell: ({ intValue }) => numberText(intValue),
  },
  {
    id: 'text',
    head: 'Text',
    card: 'detail',
    cell: ({ stringValue }) => <span title={stringValue}>{stringValue}</span>,
  },
  { id: 'id', head: 'Id', width: '90px', numeric: true, cell: ({ id }) => id },
];

const DataObjects = ({ license: { dataObjects } }: { readonly license: LicenseFacts }) =>
  dataObjects.length === 0 ? (
    <Empty title="No data objects">Applications keep numbers and texts with a licence by AddDataObject.</Empty>
  ) : (
    <DataTable label="Data objects" columns={DATA_COLUMNS} rows={dataObjects} rowKey={({ id }) => id} />
  );
