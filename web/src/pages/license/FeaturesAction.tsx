import { Button, Checkbox, Stack } from '@mantine/core';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { FEATURES, type LicenseFacts } from '../../api/license.js';
import { useChange } from '../../api/useChange.js';
import { useFeatureNames } from '../../licenses/useFeatureNames.js';
import type { Problem } from '../../problem.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import { countText } from '../../ui/numberText.js';
import type { ActionProps } from './actionProps.js';

type Flags = Readonly<Record<(typeof FEATURES)[number], boolean>>;

const flagsOf = ({ f1, f2, f3, f4, f5, f6, f7, f8 }: LicenseFacts): Flags => ({ f1, f2, f3, f4, f5, f6, f7, f8 });

/** Sets and clears features by their names, one call each. */
export const FeaturesAction = ({ license, keyText: Key }: ActionProps) => {
  const { productId: ProductId } = license;
  const before = flagsOf(license);
  const [wanted, setWanted] = useState<Flags>(before);
  const names = useFeatureNames(ProductId);
  const change = useChange();
  const changed = FEATURES.filter((feature) => wanted[feature] !== before[feature]);
  const set = async (flags: Flags): Promise<Problem | undefined> => {
    for (const feature of changed) {
      const method = flags[feature] ? 'key/AddFeature' : 'key/RemoveFeature';
      const problem = await change(method, { ProductId, Key, Feature: FEATURES.indexOf(feature) + 1 });
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  return (
    <ConfirmAction
      label="Features"
      done={changed.length === 0 ? 'No feature was changed.' : `${countText(changed.length, 'feature')} changed.`}
      run={() => set(wanted)}
      {...(changed.length > 0 && { undo: () => set(before) })}
      button={(open) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<ListChecks size={14} aria-hidden />}
          onClick={() => {
            setWanted(before);
            open();
          }}
        >
          Features
        </Button>
      )}
    >
      <Stack gap="sm">
        {FEATURES.map((feature) => (
          <Checkbox
            key={feature}
            label={names[feature]}
            checked={wanted[feature]}
            onChange={({ currentTarget }) => setWanted({ ...wanted, [feature]: currentTarget.checked })}
          />
        ))}
        <span>
          {changed.length === 0
            ? 'Applications see what you change here when they next ask.'
            : changed.map((feature) => `${wanted[feature] ? 'Adds' : 'Removes'} ${names[feature]}.`).join(' ')}
        </span>
      </Stack>
    </ConfirmAction>
  );
};
