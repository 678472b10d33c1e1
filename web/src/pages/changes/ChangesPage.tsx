import { Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ChangeList } from '../../changes/ChangeList.js';
import { Filters } from '../../ui/Filters.js';
import { Page } from '../../ui/Page.js';
import { CHANGE_KINDS, isChangeKind } from './changesSearch.js';

const OPTIONS = [
  { value: 'license', label: 'Licences' },
  { value: 'customer', label: 'Customers' },
  { value: 'product', label: 'Products' },
  { value: 'data', label: 'Data objects' },
  { value: 'settings', label: 'Tokens, people, account' },
];

/** Who on the team, or which application, changed what. */
export const ChangesPage = () => {
  const { kind } = useSearch({ from: '/shell/changes' });
  const navigate = useNavigate();
  const filter = useMemo(() => (kind === undefined ? {} : { ResourceType: CHANGE_KINDS[kind] }), [kind]);
  return (
    <Page title="Changes">
      <Filters>
        <Select
          size="xs"
          w={220}
          aria-label="Kind of object"
          placeholder="Everything"
          clearable
          clearButtonProps={{ 'aria-label': 'Everything' }}
          data={OPTIONS}
          value={kind ?? null}
          onChange={(chosen) =>
            void navigate({
              to: '.',
              search: (search) => ({ ...search, kind: isChangeKind(chosen) ? chosen : undefined }),
            })
          }
        />
      </Filters>
      <ChangeList filter={filter} />
    </Page>
  );
};
