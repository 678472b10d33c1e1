import { Button, SimpleGrid } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Suspect } from '../../addresses/SuspectTable.js';
import { methodQuery } from '../../api/call.js';
import { GUESSES } from '../../api/generated.js';
import type { LogRow } from '../../api/logRows.js';
import { stateFacts } from '../../api/states.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import type { TimeRange } from '../../time/timeRange.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { CountryCredit } from '../../ui/CountryCredit.js';
import { countryName } from '../../ui/countryName.js';
import { Empty } from '../../ui/Empty.js';
import { countText, numberText } from '../../ui/numberText.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { Stat } from '../../ui/Stat.js';
import { TimeText } from '../../ui/TimeText.js';
import classes from './AddressPage.module.css';
import { AddressTable } from './AddressTable.js';
import { addressRowsQuery } from './addressRows.js';

const distinct = (rows: readonly LogRow[], of: (row: LogRow) => string | null): number =>
  new Set(rows.map(of).filter((value) => value !== null && value !== '')).size;

/** The period as the log takes it; one that ends now stays open. */
const timeOf = ({ preset, start, end }: TimeRange) =>
  start === undefined ? undefined : { gte: start, ...(preset === 'custom' && { lt: end }) };

const MOST_SUSPECTS = 100;

/** Everything that came from an address, as far back as the reader looks. */
export const AddressPage = () => {
  const { address } = useParams({ from: '/shell/addresses/$address' });
  const { range } = useTimeRange();
  const found = useInfiniteQuery(addressRowsQuery(address, timeOf(range)));
  const { data: named } = useQuery(methodQuery('ai/Search', { Query: address, Limit: 20 }));
  const { data: suspects } = useQuery(
    methodQuery('ai/GetSuspects', { Start: range.start ?? 1, End: range.end, Limit: MOST_SUSPECTS }),
  );
  const suspect = suspects?.addresses.find((one) => one.address === address);
  const country = named?.addresses.find((one) => one.address === address)?.country ?? '';
  const looks = found.data?.pages;
  const rows = looks?.flatMap((look) => look.rows);
  const next = looks?.at(-1)?.next ?? null;
  return (
    <Page title={address} aside={<CopyButton wide text={address} label="Copy the address" />}>
      <p className={classes.words}>
        {country !== '' && `${countryName(country)}. `}
        Requests from this network; the last part of an address is not shown.{' '}
        <Link to="/log" search={(search) => ({ ...search, address })}>
          Everything from this address in the log
        </Link>{' '}
        {country !== '' && <CountryCredit />}
      </p>
      {suspect !== undefined && <Suspicion suspect={suspect} />}
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
        <Stat label="Requests" value={rows?.length} />
        <Stat
          label="Refused"
          value={rows?.filter(({ state }) => stateFacts(state).outcome === 'refused').length}
          lessIsBetter
        />
        <Stat label="Different keys" value={rows && distinct(rows, ({ key }) => key)} />
        <Stat label="Machines" value={rows && distinct(rows, ({ machineCode }) => machineCode)} />
      </SimpleGrid>
      {found.error !== null ? (
        <ProblemNote error={found.error} retry={() => void found.refetch()} />
      ) : rows === undefined ? (
        <Skeletons rows={12} />
      ) : rows.length === 0 ? (
        <Empty title="Nothing from this address">
          {found.hasNextPage
            ? 'None of the rows that were looked at came from here.'
            : 'No row of this period came from here. A longer one may have some.'}
        </Empty>
      ) : (
        <AddressTable rows={rows} />
      )}
      {looks !== undefined && (
        <div className={classes.further}>
          <span role="status">
            {next === null
              ? 'These are all rows of this period.'
              : `Rows before ${numberText(next)} have not been looked at.`}
          </span>
          {found.hasNextPage && (
            <Button
              size="compact-sm"
              variant="default"
              loading={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              Look further back
            </Button>
          )}
        </div>
      )}
    </Page>
  );
};

const Suspicion = ({ suspect }: { readonly suspect: Suspect }) => {
  const { attempts, distinctKeys, first, last, succeededAfter } = suspect;
  return (
    <p className={classes.suspicion}>
      Asked {countText(attempts, 'time')} for {countText(distinctKeys, 'key')} that there{' '}
      {distinctKeys === 1 ? 'is' : 'are'} not, <TimeText time={first} exact /> to <TimeText time={last} exact />
      {succeededAfter ? '; something was granted afterwards.' : '; nothing was granted afterwards.'}{' '}
      <Link to="/log" search={{ states: GUESSES.join(), from: first - 60, to: last + 60, range: undefined }}>
        That time in the log
      </Link>
    </p>
  );
};
