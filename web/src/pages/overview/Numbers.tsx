import { SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Answer } from '../../api/call.js';
import { NEW_MACHINES, UNREQUESTED } from '../../api/generated.js';
import { STATE_FAMILIES } from '../../api/states.js';
import { countText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Stat } from '../../ui/Stat.js';
import classes from './Overview.module.css';
import { daysQuery, usageQuery } from './overviewQuestions.js';
import type { Period } from './period.js';

type Bars = Answer<'ai/GetLogHistogram'>['bars'];

/** All states of refusals, as the log's filter takes them. */
const REFUSED = STATE_FAMILIES.flatMap(({ states }) => states)
  .filter(({ outcome }) => outcome === 'refused')
  .map(({ code }) => code)
  .join(',');

interface NumbersProps {
  readonly period: Period;
  /** undefined: on their way. */
  readonly bars: Bars | undefined;
}

const shareText = (part: number, whole: number): string =>
  whole === 0 ? 'of no requests' : `${((part / whole) * 100).toFixed(1)} % of all`;

/** Four numbers against the period before; each with its line, and with what belongs to it in words. */
export const Numbers = ({ period, bars }: NumbersProps) => {
  const overview = useQuery(usageQuery(period));
  const { data: totals } = useQuery(daysQuery(period));
  if (overview.error !== null) return <ProblemNote error={overview.error} retry={() => void overview.refetch()} />;
  const { current, exact } = overview.data ?? {};
  // All time has nothing before it.
  const previous = period.isAll ? undefined : overview.data?.previous;
  const about = exact === false ? 'about ' : '';
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="md">
        <Stat
          label="Requests"
          value={current?.requests}
          previous={previous?.requests}
          series={bars?.map(({ success, failure }) => success + failure) ?? []}
          link={<Link to="/log">Log</Link>}
          note={current === undefined ? ' ' : `${about}${countText(current.success, 'granted', 'granted')}`}
        />
        <Stat
          label="Refused"
          value={current?.failure}
          previous={previous?.failure}
          lessIsBetter
          series={bars?.map(({ failure }) => failure) ?? []}
          link={
            <Link to="/log" search={{ states: REFUSED }} aria-label="Log of refused requests">
              Log
            </Link>
          }
          note={
            current === undefined
              ? ' '
              : `${about}${shareText(current.failure, current.requests)}, ${countText(current.denials, 'for lack of a seat', 'for lack of a seat')}`
          }
        />
        <Stat
          label="Active machines"
          value={current?.activeMachines}
          previous={previous?.activeMachines}
          series={totals?.days.map(({ activeDevices }) => activeDevices) ?? []}
          link={
            <Link to="/log" search={{ states: NEW_MACHINES.join() }} aria-label="New ones in the log">
              New ones
            </Link>
          }
          note={
            current === undefined
              ? ' '
              : `${about}${countText(current.newMachines, 'activation of a new one', 'activations of new ones')}`
          }
        />
        <Stat
          label="Active customers"
          value={current?.activeCustomers}
          previous={previous?.activeCustomers}
          series={totals?.days.map(({ activeCustomers }) => activeCustomers) ?? []}
          link={<Link to="/customers">Customers</Link>}
          note={current === undefined ? ' ' : `${about}${countText(current.activeKeys, 'key')} in use`}
        />
      </SimpleGrid>
      <p className={classes.counted}>
        Requests are rows of the log, test keys among them; machines that an import brought ({UNREQUESTED.join()}) have
        rows, but asked for nothing. Machines, customers and keys are counted without test keys.
        {totals?.isCut === true &&
          ' The lines of machines and customers are of the latest days of this period only: choose a shorter one to see all.'}
      </p>
    </>
  );
};
