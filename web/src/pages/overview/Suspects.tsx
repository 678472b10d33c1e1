import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SuspectTable } from '../../addresses/SuspectTable.js';
import { Empty } from '../../ui/Empty.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { SHOWN, suspectsQuery } from './overviewQuestions.js';
import type { Period } from './period.js';

/** Fewer different keys are slips of the pen. */
const LEAST_KEYS = 5;

/** The addresses that asked for most keys that there are not. */
export const Suspects = ({ period }: { readonly period: Period }) => {
  const { data, error, refetch } = useQuery(suspectsQuery(period));
  const guessing = data?.addresses.filter(({ distinctKeys }) => distinctKeys >= LEAST_KEYS) ?? [];
  return (
    <Section
      title="Addresses that guess"
      note={`Who asked for ${LEAST_KEYS} or more different keys that there are not.`}
      aside={<Link to="/guessing">All of them</Link>}
    >
      {error !== null ? (
        <ProblemNote error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons rows={SHOWN.suspects} />
      ) : guessing.length === 0 ? (
        <Empty title="No guessing">
          Apart from a few typos, the keys that were asked for in this period are yours.
        </Empty>
      ) : (
        <SuspectTable suspects={guessing} />
      )}
    </Section>
  );
};
