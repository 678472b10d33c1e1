import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type KeysFilter, keysQuery } from '../api/keysPage.js';
import { Empty } from '../ui/Empty.js';
import { countText, numberText } from '../ui/numberText.js';
import { ProblemNote } from '../ui/ProblemNote.js';
import { Skeletons } from '../ui/Skeletons.js';
import { LicenseFilters } from './LicenseFilters.js';
import { LicenseTable } from './LicenseTable.js';

interface LicenseBrowserProps {
  readonly filter: KeysFilter;
  /** Puts other filters into the URL. */
  readonly change: (filter: Partial<KeysFilter>) => void;
  /** What stands before the filters: which product. */
  readonly children?: ReactNode;
}

/** A product's licences, page by page, with what narrows them. */
export const LicenseBrowser = ({ filter, change, children }: LicenseBrowserProps) => {
  const { data, error, refetch } = useQuery(keysQuery(filter));
  const isNarrowed = filter.text !== '' || filter.state !== 'all';
  return (
    <>
      <LicenseFilters filter={filter} change={change}>
        {children}
      </LicenseFilters>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeletons rows={12} />}
      {data !== undefined && data.total === 0 && (
        <Empty title={isNarrowed ? 'No licence is like that' : 'No licences yet'}>
          {isNarrowed ? 'Relax the filters above.' : 'Create the first key on the product’s page.'}
        </Empty>
      )}
      {data !== undefined && data.total > 0 && (
        <LicenseTable
          label="Licences"
          licenses={data.licenseKeys}
          without="product"
          footer={
            <Group justify="center" gap="sm">
              {data.pageCount > 1 && (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={filter.page <= 1}
                  onClick={() => change({ page: filter.page - 1 })}
                >
                  Newer
                </Button>
              )}
              <span>
                {countText(data.total, 'licence')}
                {data.pageCount > 1 && `, page ${numberText(filter.page)} of ${numberText(data.pageCount)}`}
              </span>
              {data.pageCount > 1 && (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={filter.page >= data.pageCount}
                  onClick={() => change({ page: filter.page + 1 })}
                >
                  Older
                </Button>
              )}
            </Group>
          }
        />
      )}
    </>
  );
};
