import { Link } from '@tanstack/react-router';
import type { Answer } from '../api/call.js';
import { GUESSES } from '../api/generated.js';
import { durationText } from '../time/timeText.js';
import { countryName } from '../ui/countryName.js';
import { type Column, DataTable } from '../ui/DataTable.js';
import { countText, numberText } from '../ui/numberText.js';
import { TimeText } from '../ui/TimeText.js';
import { AddressLink } from './AddressLink.js';
import classes from './SuspectTable.module.css';

export type Suspect = Answer<'ai/GetSuspects'>['addresses'][number];

const COLUMNS: readonly Column<Suspect>[] = [
  {
    id: 'address',
    head: 'Address',
    width: '20%',
    card: 'title',
    cell: ({ address }) => <AddressLink address={address} />,
    sortBy: ({ address }) => address,
  },
  {
    id: 'country',
    head: 'Country',
    width: '16%',
    cell: ({ country }) => countryName(country),
    sortBy: ({ country }) => countryName(country),
  },
  {
    id: 'keys',
    head: 'Different keys',
    width: '112px',
    numeric: true,
    card: 'aside',
    cell: ({ distinctKeys }) => (
      <span>
        {numberText(distinctKeys)}
        <span className={classes.onCard}> {distinctKeys === 1 ? 'key' : 'keys'}</span>
      </span>
    ),
    sortBy: ({ distinctKeys }) => distinctKeys,
  },
  {
    id: 'attempts',
    head: 'Attempts',
    width: '96px',
    numeric: true,
    cell: ({ attempts, address, first, last }) => (
      <Link
        to="/log"
        // A minute around, so that the first and the last attempt are within.
        search={{ states: GUESSES.join(), from: first - 60, to: last + 60, range: undefined }}
        aria-label={`${countText(attempts, 'attempt')} from ${address}: that time in the log`}
      >
        {numberText(attempts)}
      </Link>
    ),
    sortBy: ({ attempts }) => attempts,
  },
  {
    id: 'within',
    head: 'Within',
    width: '96px',
    numeric: true,
    cell: ({ first, last }) => durationText(Math.max(1, last - first)),
    sortBy: ({ first, last }) => last - first,
  },
  {
    id: 'last',
    head: 'Last',
    width: '104px',
    numeric: true,
    cell: ({ last }) => <TimeText time={last} />,
    sortBy: ({ last }) => last,
  },
  {
    id: 'later',
    head: 'Granted later',
    card: 'detail',
    cell: ({ succeededAfter }) =>
      succeededAfter ? (
        <span className={classes.granted}>yes: look at what it got</span>
      ) : (
        <span className={classes.quiet}>nothing granted later</span>
      ),
    sortBy: ({ succeededAfter }) => (succeededAfter ? 0 : 1),
  },
];

/** Addresses that asked for keys that there are not; the most different ones first. */
export const SuspectTable = ({ suspects }: { readonly suspects: readonly Suspect[] }) => (
  <DataTable
    label="Addresses that asked for unknown keys"
    columns={COLUMNS}
    rows={suspects}
    rowKey={({ address }) => address}
  />
);
