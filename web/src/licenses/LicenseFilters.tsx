import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { type KeysFilter, LICENSE_STATES } from '../api/keysPage.js';
import { Filters } from '../ui/Filters.js';
import { SearchField } from '../ui/SearchField.js';

interface LicenseFiltersProps {
  readonly filter: Pick<KeysFilter, 'text' | 'state'>;
  /** Puts other filters into the URL. */
  readonly change: (filter: Partial<KeysFilter>) => void;
  /** What stands before the filters: which product. */
  readonly children?: ReactNode;
}

/** What narrows a list of licences. */
export const LicenseFilters = ({ filter, change, children }: LicenseFiltersProps) => (
  <Filters>
    {children}
    <SearchField
      label="Key, notes or customer contain"
      value={filter.text}
      onChange={(text) => change({ text, page: 1 })}
    />
    <SegmentedControl
      size="xs"
      aria-label="State"
      data={LICENSE_STATES.map((state) => ({ value: state, label: state }))}
      value={filter.state}
      onChange={(value) => {
        const state = LICENSE_STATES.find((name) => name === value) ?? 'all';
        change({ state, page: 1 });
      }}
    />
  </Filters>
);
