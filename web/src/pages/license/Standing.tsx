import { useQuery } from '@tanstack/react-query';
import type { LicenseFacts } from '../../api/license.js';
import { LicenseStanding } from '../../licenses/standing/LicenseStanding.js';
import { refusalsQuery } from '../../licenses/standing/refusalsQuery.js';
import { useFreshRange, useTimeRange } from '../../time/TimeRangeProvider.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';

interface StandingProps {
  readonly license: LicenseFacts;
  readonly keyText: string;
}

/** Whether what is asked of the licence is granted, and if not why. */
export const Standing = ({ license, keyText }: StandingProps) => {
  useFreshRange();
  const { range } = useTimeRange();
  const { data, error, refetch } = useQuery(refusalsQuery({ ProductId: license.productId, Key: keyText }, range));
  return (
    <section aria-label="Does it work?">
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={1} height={42} />}
      {data !== undefined && <LicenseStanding license={license} told={data.licenses[0]} />}
    </section>
  );
};
