import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type KeysFilter, keysQuery } from '../../api/keysPage.js';
import type { ProductFacts } from '../../api/products.js';
import { LicenseFilters } from '../../licenses/LicenseFilters.js';
import { LicenseTable } from '../../licenses/LicenseTable.js';
import { Empty } from '../../ui/Empty.js';
import { countText, numberText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';

/** Products that are asked one by one, and licences of all of them together that are drawn. */
const MOST_PRODUCTS = 20;
const SHOWN = 100;

interface AllLicensesProps {
  readonly products: readonly ProductFacts[];
  readonly filter: Pick<KeysFilter, 'text' | 'state'>;
  readonly change: (filter: Partial<KeysFilter>) => void;
  /** What stands before the filters: which product. */
  readonly children: ReactNode;
}

/** The newest licences of all products, with what narrows them. */
export const AllLicenses = ({ products, filter, change, children }: AllLicensesProps) => {
  const asked = products.slice(0, MOST_PRODUCTS);
  const answers = useQueries({
    queries: asked.map(({ id }) => keysQuery({ ...filter, productId: id, page: 1 })),
  });
  const error = answers.find((answer) => answer.error !== null)?.error ?? null;
  const isPending = answers.some(({ data }) => data === undefined);
  const total = answers.reduce((sum, { data }) => sum + (data?.total ?? 0), 0);
  const licenses = answers
    .flatMap(({ data }) => data?.licenseKeys ?? [])
    .sort((one, other) => (one.created < other.created ? 1 : -1))
    .slice(0, SHOWN);
  const isNarrowed = filter.text !== '' || filter.state !== 'all';
  return (
    <>
      <LicenseFilters filter={filter} change={change}>
        {children}
      </LicenseFilters>
      {error !== null && <ProblemNote error={error} retry={() => answers.forEach((answer) => void answer.refetch())} />}
      {error === null && isPending && <Skeletons rows={12} />}
      {error === null && !isPending && total === 0 && (
        <Empty title={isNarrowed ? 'No licence is like that' : 'No licences yet'}>
          {isNarrowed ? 'Relax the filters above.' : 'Create the first key on a product’s page.'}
        </Empty>
      )}
      {!isPending && total > 0 && (
        <LicenseTable
          label="Licences"
          licenses={licenses}
          footer={
            licenses.length === total && asked.length === products.length
              ? countText(total, 'licence')
              : `The newest ${numberText(licenses.length)} of ${countText(total, 'licence')}${asked.length < products.length ? ` of the first ${MOST_PRODUCTS} products` : ''}. Choose a product for all of its own.`
          }
        />
      )}
    </>
  );
};
