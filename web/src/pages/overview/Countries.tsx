import { useQuery } from '@tanstack/react-query';
import { BarList } from '../../ui/BarList.js';
import { CountryCredit } from '../../ui/CountryCredit.js';
import { countryName } from '../../ui/countryName.js';
import { Empty } from '../../ui/Empty.js';
import { numberText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { countriesQuery } from './overviewQuestions.js';
import type { Period } from './period.js';

const SHOWN = 8;

const COUNTED =
  'Requests whose address has a known country, on the whole UTC days of the period, without test keys; shares are of these.';

/** From where requests came, on the UTC days that the period touches. */
export const Countries = ({ period }: { readonly period: Period }) => {
  const { data, error, refetch } = useQuery(countriesQuery(period));
  const countries = data?.countries ?? [];
  const total = countries.reduce((sum, { requests }) => sum + requests, 0);
  const others = countries.slice(SHOWN);
  return (
    <Section
      title="Countries"
      note={
        <>
          {COUNTED} {data?.isCut === true && 'Only the latest days of this period: choose a shorter one to see all. '}
          <CountryCredit />
        </>
      }
      aside={others.length > 0 && <span>{others.length} more</span>}
    >
      {error !== null ? (
        <ProblemNote error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons rows={SHOWN} />
      ) : countries.length === 0 ? (
        <Empty title="No country yet">Requests from public addresses are counted here, by UTC day.</Empty>
      ) : (
        <BarList
          label="Requests by country"
          total={total}
          lines={countries.slice(0, SHOWN).map(({ code, requests, refused }) => ({
            id: code,
            name: countryName(code),
            count: requests,
            refused,
            title: `${countryName(code)}: ${numberText(requests)} requests, ${numberText(refused)} refused`,
          }))}
        />
      )}
    </Section>
  );
};
