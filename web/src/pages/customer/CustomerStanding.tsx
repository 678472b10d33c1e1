import { useQuery } from '@tanstack/react-query';
import type { LicenseFacts } from '../../api/license.js';
import { KeyLink } from '../../licenses/KeyLink.js';
import { LicenseStanding } from '../../licenses/standing/LicenseStanding.js';
import { MOST_KEYS, refusalsQuery } from '../../licenses/standing/refusalsQuery.js';
import { goesOn, type LicenseRefusals } from '../../licenses/standing/refusalText.js';
import { ProductLink } from '../../products/ProductLink.js';
import { unixOfIso } from '../../time/isoTime.js';
import { useFreshRange, useTimeRange } from '../../time/TimeRangeProvider.js';
import { useNow } from '../../time/useNow.js';
import { countText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import classes from './CustomerStanding.module.css';

interface CustomerStandingProps {
  readonly customerId: number;
  readonly licenses: readonly LicenseFacts[];
}

interface Told {
  readonly license: LicenseFacts;
  readonly told: LicenseRefusals | undefined;
}

/** What went wrong for a customer in the period, licence by licence, in sentences; what goes well is said in one. */
export const CustomerStanding = ({ customerId, licenses }: CustomerStandingProps) => {
  useFreshRange();
  const { range } = useTimeRange();
  const now = useNow();
  const { data, error, refetch } = useQuery(refusalsQuery({ CustomerId: customerId }, range));
  const order = new Map(data?.licenses.map(({ keyId }, place) => [keyId, place]));
  const place = ({ license }: Told): number => order.get(license.globalId) ?? order.size;
  const all = licenses
    .map((license): Told => ({ license, told: data?.licenses.find(({ keyId }) => keyId === license.globalId) }))
    .sort((a, b) => place(a) - place(b));
  const isTroubled = ({ license, told }: Told): boolean =>
    license.block || unixOfIso(license.expires) <= now || (told?.refused ?? 0) > 0;
  const isOngoing = ({ license, told }: Told): boolean =>
    license.block || (told?.refusals ?? []).some((refusal) => goesOn(refusal, license));
  // Ongoing trouble comes first; among it, the latest refusal.
  const troubled = all.filter(isTroubled).sort((a, b) => Number(isOngoing(b)) - Number(isOngoing(a)));
  const well = all.filter((one) => !isTroubled(one));
  return (
    <Section
      title="What went wrong"
      aside={data !== undefined && data.exact === false && 'Of the newest refusals only'}
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={2} height={56} />}
      {data !== undefined && (
        <>
          {troubled.length > 0 && (
            <ul className={classes.list} aria-label="Licences with trouble">
              {troubled.map(({ license, told }) => (
                <li key={license.globalId} className={classes.license}>
                  <span className={classes.name}>
                    <KeyLink productId={license.productId} keyText={license.key ?? ''} />
                    <span className={classes.product}>
                      <ProductLink productId={license.productId} />
                    </span>
                  </span>
                  <LicenseStanding license={license} told={told} />
                </li>
              ))}
            </ul>
          )}
          {well.length > 0 && (
            <p className={classes.well}>
              {wellText(well, troubled.length, data.exact && data.licenses.length < MOST_KEYS)}
            </p>
          )}
        </>
      )}
    </Section>
  );
};

/** "Nothing: 214 requests of 3 licences in this period, none refused. Nothing was asked of one more." */
const wellText = (well: readonly Told[], troubled: number, isWhole: boolean): string => {
  const asked = well.filter(({ told }) => told !== undefined);
  const isCounted = asked.every(({ told }) => told?.granted !== null);
  const requests = asked.reduce((sum, { told }) => sum + (told?.granted ?? 0), 0);
  const others = troubled === 0 ? 'licence' : 'other licence';
  const silent = well.length - asked.length;
  return [
    troubled === 0 ? 'Nothing that the log knows of.' : '',
    asked.length === 0
      ? ''
      : `${isCounted ? countText(requests, 'request') : 'All requests'} of ${countText(asked.length, others)} in this period: none was refused.`,
    silent === 0 ? '' : `${isWhole ? 'Nothing was asked of' : 'Too much to look at for'} ${countText(silent, others)}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
};
