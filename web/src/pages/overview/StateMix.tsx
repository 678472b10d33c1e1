import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { stateFacts } from '../../api/states.js';
import { StateBadge } from '../../log/StateBadge.js';
import { BarList } from '../../ui/BarList.js';
import { Empty } from '../../ui/Empty.js';
import { countText } from '../../ui/numberText.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { usageQuery } from './overviewQuestions.js';
import type { Period } from './period.js';

const SHOWN = 8;

/** How requests ended, in words. */
export const StateMix = ({ period }: { readonly period: Period }) => {
  const { data } = useQuery(usageQuery(period));
  const states = data?.states ?? [];
  const rest = states.slice(SHOWN);
  return (
    <Section
      title="How requests ended"
      aside={
        rest.length > 0 && (
          <Link to="/log" search={{ states: rest.map(({ state }) => state).join(',') }}>
            {countText(rest.length, 'other state')}
          </Link>
        )
      }
    >
      {data === undefined ? (
        <Skeletons rows={SHOWN} />
      ) : states.length === 0 ? (
        <Empty title="No request in this period" />
      ) : (
        <BarList
          label="Requests by state"
          total={data.current.requests}
          lines={states.slice(0, SHOWN).map(({ state, count }) => ({
            id: state,
            count,
            refused: stateFacts(state).outcome === 'refused' ? count : 0,
            title: stateFacts(state).words,
            name: (
              <Link to="/log" search={{ states: String(state) }}>
                <StateBadge state={state} />
              </Link>
            ),
          }))}
        />
      )}
    </Section>
  );
};
