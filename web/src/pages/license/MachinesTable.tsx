import { ActionIcon } from '@mantine/core';
import { Unplug } from 'lucide-react';
import { useMemo } from 'react';
import { type HeldSeat, heldSeats, type LicenseFacts } from '../../api/license.js';
import { useChange } from '../../api/useChange.js';
import { useMayCall } from '../../api/useMayCall.js';
import { MachineLink } from '../../machines/MachineLink.js';
import { durationText } from '../../time/timeText.js';
import { useNow } from '../../time/useNow.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { Empty } from '../../ui/Empty.js';
import { TimeText } from '../../ui/TimeText.js';

interface MachinesTableProps {
  readonly license: LicenseFacts;
  readonly keyText: string;
}

/** Who holds a seat now, and a way to take it. */
export const MachinesTable = ({ license, keyText }: MachinesTableProps) => {
  const mayCall = useMayCall();
  // The method refuses to release a machine of a blocked license.
  const mayRelease = mayCall('key/Deactivate') && !license.block;
  const { productId } = license;
  const rows = useMemo(() => heldSeats(license), [license]);
  const columns = useMemo<readonly Column<HeldSeat>[]>(
    () => [
      {
        id: 'machine',
        head: 'Machine',
        card: 'title',
        sortBy: ({ friendlyName, machineCode }) => friendlyName || machineCode,
        cell: (seat) => <MachineLink machineCode={seat.machineCode} friendlyName={seat.friendlyName} />,
      },
      { id: 'kind', head: 'Seat', width: '190px', card: 'detail', cell: (seat) => <SeatKind seat={seat} /> },
      {
        id: 'since',
        head: 'Since',
        width: '130px',
        sortBy: ({ since }) => since,
        cell: ({ since }) => <TimeText time={since} />,
      },
      { id: 'ip', head: 'Address', width: '170px', cell: ({ ip }) => ip || '–' },
      ...(mayRelease
        ? [
            {
              id: 'release',
              head: 'Release',
              width: '64px',
              card: 'aside' as const,
              cell: (seat: HeldSeat) => <ReleaseAction seat={seat} productId={productId} keyText={keyText} />,
            },
          ]
        : []),
    ],
    [mayRelease, productId, keyText],
  );
  if (rows.length === 0) {
    return <Empty title="No machine holds a seat">The first activation with this key will appear here.</Empty>;
  }
  return (
    <DataTable
      label="Machines"
      columns={columns}
      rows={rows}
      rowKey={({ machineCode, until }) => `${until === null} ${machineCode}`}
      {...(rows.length > 12 && { maxHeight: 440 })}
    />
  );
};

const SeatKind = ({ seat: { until, overdraft } }: { readonly seat: HeldSeat }) => {
  const now = useNow();
  if (until === null) return <>locked to it</>;
  return (
    <span title={overdraft ? 'Beyond the limit, as its overdraft allows' : 'A floating lease'}>
      {overdraft ? 'overdraft' : 'lease'}, {until > now ? `${durationText(until - now)} left` : 'has lapsed'}
    </span>
  );
};

interface ReleaseActionProps {
  readonly seat: HeldSeat;
  readonly productId: number;
  readonly keyText: string;
}

const ReleaseAction = ({ seat, productId, keyText }: ReleaseActionProps) => {
  const change = useChange();
  const name = seat.friendlyName === '' ? seat.machineCode || 'without a code' : seat.friendlyName;
  return (
    <ConfirmAction
      label={`Release ${name}`}
      danger
      done={`${name} holds no seat any more.`}
      run={() =>
        change('key/Deactivate', {
          ProductId: productId,
          Key: keyText,
          MachineCode: seat.machineCode,
          Floating: seat.until !== null,
        })
      }
      button={(open) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          onClick={open}
          aria-label={`Release ${name}`}
          title={`Release ${name}`}
        >
          <Unplug size={14} aria-hidden />
        </ActionIcon>
      )}
    >
      {seat.until === null
        ? `The seat of ${name} is free at once, for any machine. This machine needs a free seat to activate again.`
        : `The lease of ${name} ends now instead of when it lapses. Its application takes another one when it next asks, if a seat is free.`}
    </ConfirmAction>
  );
};
