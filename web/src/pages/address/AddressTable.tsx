import { Link } from '@tanstack/react-router';
import type { LogRow } from '../../api/logRows.js';
import { KeyLink } from '../../licenses/KeyLink.js';
import { StateBadge } from '../../log/StateBadge.js';
import { MachineLink } from '../../machines/MachineLink.js';
import { ProductLink } from '../../products/ProductLink.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { TimeText } from '../../ui/TimeText.js';

const COLUMNS: readonly Column<LogRow>[] = [
  {
    id: 'time',
    head: 'Time',
    width: '152px',
    card: 'aside',
    cell: ({ id, time }) => (
      <Link to="/log/$id" params={{ id: String(id) }}>
        <TimeText time={time} exact />
      </Link>
    ),
  },
  {
    id: 'state',
    head: 'Outcome',
    width: '26%',
    card: 'title',
    cell: ({ state }) => <StateBadge state={state} />,
  },
  {
    id: 'key',
    head: 'Key',
    width: '26%',
    card: 'detail',
    cell: ({ productId, key }) => <KeyLink productId={productId} keyText={key} />,
  },
  { id: 'product', head: 'Product', cell: ({ productId }) => <ProductLink productId={productId} /> },
  {
    id: 'machine',
    head: 'Machine',
    cell: ({ machineCode, friendlyName }) => <MachineLink machineCode={machineCode} friendlyName={friendlyName} />,
  },
];

const HEIGHT = 680;

/** Rows of the log, newest first. */
export const AddressTable = ({ rows }: { readonly rows: readonly LogRow[] }) => (
  <DataTable
    label="Requests from this address"
    columns={COLUMNS}
    rows={rows}
    rowKey={({ id }) => id}
    maxHeight={HEIGHT}
  />
);
