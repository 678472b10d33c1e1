import { Button, Checkbox, Stack } from '@mantine/core';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { FEATURES, type LicenseFacts } from '../../api/license.js';
import { useProducts } from '../../api/products.js';
import { useChange } from '../../api/useChange.js';
import type { Problem } from '../../problem.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import { countText } from '../../ui/numberText.js';
import type { ActionProps } from './LicenseActions.js';

type Flags = Readonly<Record<(typeof FEATURES)[number], boolean>>;

const flagsOf = ({ f1, f2, f3, f4, f5, f6, f7, f8 }: LicenseFacts): Flags => ({ f1, f2, f3, f4, f5, f6, f7, f8 });

/** Names of a product's features; F1 to F8 where it has not named them. */
export const useFeatureNames = (productId: number): Readonly<Record<(typeof FEATURES)[number], string>> => {
  const definitions = useProducts().find(({ id }) => id === productId)?.featureDefinitions;
  const name = (feature: (typeof FEATURES)[number]): string => {
    const given = definitions?.[feature].name ?? '';
    return given === '' ? feature.toUpperCase() : given;
  };
  return {
    ...{ f1: name('f1'), f2: name('f2'), f3: name('f3'), f4: name('f4') },
    ...{ f5: name('f5'), f6: name('f6'), f7: name('f7'), f8: name('f8') },
  };
};

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
            : changed.map((feature) => `${wanted[feature] ? 'Adds' : 'Takes away'} ${names[feature]}.`).join(' ')}
        </span>
      </Stack>
    </ConfirmAction>
  );
};
