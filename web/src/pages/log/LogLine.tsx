import { Skeleton } from '@mantine/core';
import { type HistoryState, Link, useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { AddressLink } from '../../addresses/AddressLink.js';
import type { LogRow } from '../../api/logRows.js';
import { KeyLink } from '../../licenses/KeyLink.js';
import { StateBadge } from '../../log/StateBadge.js';
import { MachineLink } from '../../machines/MachineLink.js';
import { TimeText } from '../../ui/TimeText.js';
import classes from './LogList.module.css';

interface LogLineProps {
  readonly index: number;
  /** undefined: on its way. */
  readonly row: LogRow | undefined;
  readonly productName: string;
  readonly isOpen: boolean;
  /** The keyboard is here. */
  readonly isAt: boolean;
  /** Another row is open, whose place this one takes. */
  readonly isReplacing: boolean;
}

/** One row. Its time opens it, and so does a click beside its links. */
export const LogLine = ({ index, row, productName, isOpen, isAt, isReplacing }: LogLineProps) => {
  const navigate = useNavigate();
  if (row === undefined) {
    return (
      <tr className={classes.row} data-index={index}>
        <td colSpan={6} data-card="title">
          <Skeleton height={12} width={`${70 + ((index * 7) % 25)}%`} />
        </td>
      </tr>
    );
  }
  const id = String(row.id);
  const opening = {
    to: '/log/$id',
    params: { id },
    search: (search: object) => search,
    // One step back leads to the list, however many rows were opened since.
    ...(isReplacing
      ? { replace: true, state: (state: HistoryState) => state }
      : { replace: false, state: { isRowOpened: true } }),
  } as const;
  const open = (event: MouseEvent): void => {
    const isElsewhere = event.target instanceof Element && event.target.closest('a') !== null;
    // Who marks text to copy it does not want the row.
    if (isElsewhere || window.getSelection()?.toString() !== '') return;
    void navigate(opening);
  };
  return (
    <tr
      className={classes.row}
      data-index={index}
      data-open={isOpen || undefined}
      data-at={isAt || undefined}
      aria-rowindex={index + 2}
      aria-current={isOpen || undefined}
      onClick={open}
    >
      <td data-card="aside">
        <Link {...opening} className={classes.open} preload={false}>
          <TimeText time={row.time} exact />
        </Link>
      </td>
      <td data-card="title">
        <StateBadge state={row.state} />
      </td>
      <td data-card="detail">
        <KeyLink productId={row.productId} keyText={row.key} />
      </td>
      <td data-card="more">
        <MachineLink machineCode={row.machineCode} friendlyName={row.friendlyName} />
      </td>
      <td className={classes.product} title={productName}>
        {productName === '' ? (row.productId === 0 ? '–' : row.productId) : productName}
      </td>
      <td className={classes.address}>
        <AddressLink address={row.ip} />
      </td>
    </tr>
  );
};
