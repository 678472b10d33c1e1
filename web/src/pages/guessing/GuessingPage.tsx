import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SuspectTable } from '../../addresses/SuspectTable.js';
import { methodQuery } from '../../api/call.js';
import { GUESSES } from '../../api/generated.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { CountryCredit } from '../../ui/CountryCredit.js';
import { Empty } from '../../ui/Empty.js';
import { countText } from '../../ui/numberText.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';
import classes from './GuessingPage.module.css';

const SHOWN = 100;

/** Addresses that asked for keys that there are not: who guesses, and whether it led anywhere. */
export const GuessingPage = () => {
  const { range } = useTimeRange();
  const { data, error, refetch } = useQuery(
    // Not given, the start would be 30 days ago.
    methodQuery('ai/GetSuspects', { Start: range.start ?? 1, End: range.end, Limit: SHOWN }),
  );
  const later = data?.addresses.filter(({ succeededAfter }) => succeededAfter).length ?? 0;
  return (
    <Page
      title="Guessing"
      aside={
        <Link to="/log" search={{ states: GUESSES.join() }}>
          All such refusals in the log
        </Link>
      }
    >
      <p className={classes.words}>
        Addresses from which keys were asked for that there are not, those with most different keys first. One or two
        are slips of the pen; hundreds within an hour are somebody who guesses. Addresses are shown as networks, without
        their last part.
        {later > 0 &&
          ` ${countText(later, 'address was', 'addresses were')} granted something afterwards: a customer who mistyped, or a guess that hit.`}
      </p>
      {error !== null ? (
        <ProblemNote error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons rows={10} />
      ) : data.addresses.length === 0 ? (
        <Empty title="No unknown key was asked for in this period">
          A request that names a key that there is not is refused, and its address is counted here.
        </Empty>
      ) : (
        <>
          <SuspectTable suspects={data.addresses} />
          <p className={classes.words}>
            <CountryCredit />
          </p>
        </>
      )}
      {data?.exact === false && (
        <p className={classes.words}>
          There were more refusals in this period than are looked at: the latest are counted. A shorter period is exact.
        </p>
      )}
    </Page>
  );
};
