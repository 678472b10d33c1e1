import { type ReactNode, useMemo } from 'react';
import { customerName, type LicenseFacts } from '../api/license.js';
import { CustomerLink } from '../customers/CustomerLink.js';
import { ProductLink } from '../products/ProductLink.js';
import { unixOfIso } from '../time/isoTime.js';
import { dayText } from '../time/timeText.js';
import { type Column, DataTable } from '../ui/DataTable.js';
import { KeyLink } from './KeyLink.js';
import { LicenseState } from './LicenseState.js';
import { SeatCell } from './SeatCell.js';

interface LicenseTableProps {
  readonly label: string;
  readonly licenses: readonly LicenseFacts[];
  /** Leaves out what the page is about. */
  readonly without?: 'customer' | 'product';
  readonly footer?: ReactNode;
}

const COLUMNS: readonly Column<LicenseFacts>[] = [
  {
    id: 'key',
    head: 'Key',
    card: 'title',
    cell: ({ productId, key }) => <KeyLink productId={productId} keyText={key ?? ''} />,
  },
  {
    id: 'product',
    head: 'Product',
    width: '180px',
    cell: ({ productId }) => <ProductLink productId={productId} />,
  },
  {
    id: 'customer',
    head: 'Customer',
    card: 'detail',
    cell: ({ customer }) => (
      <CustomerLink customerId={customer?.id ?? 0} name={customer === null ? null : customerName(customer)} />
    ),
  },
  { id: 'state', head: 'State', width: '230px', card: 'detail', cell: (license) => <LicenseState license={license} /> },
  {
    id: 'seats',
    head: 'Seats',
    width: '170px',
    card: 'aside',
    cell: ({ activatedMachines, maxNoOfMachines }) => (
      <SeatCell held={activatedMachines.length} limit={maxNoOfMachines} />
    ),
  },
  { id: 'created', head: 'Made', width: '110px', cell: ({ created }) => dayText(unixOfIso(created)) },
];

/** Licences: how each stands, whose it is, its seats. */
export const LicenseTable = ({ label, licenses, without, footer }: LicenseTableProps) => {
  const columns = useMemo(() => COLUMNS.filter(({ id }) => id !== without), [without]);
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={licenses}
      rowKey={({ globalId }) => globalId}
      {...(footer !== undefined && { footer })}
    />
  );
};
