import { SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { FEATURES } from '../api/license.js';

/** What is asked of a product. */
export interface ProductDraft {
  readonly Name: string;
  readonly Description: string;
  /** Of F1 to F8, in order. */
  readonly FeatureNames: readonly string[];
}

interface ProductFieldsProps {
  readonly value: ProductDraft;
  readonly onChange: (value: ProductDraft) => void;
}

const MOST_NAME_CHARS = 200;
const MOST_DESCRIPTION_CHARS = 2000;

/** The fields of a product. */
export const ProductFields = ({ value, onChange }: ProductFieldsProps) => (
  <Stack gap="sm">
    <TextInput
      label="Name"
      required
      withAsterisk={false}
      maxLength={MOST_NAME_CHARS}
      value={value.Name}
      onChange={({ currentTarget }) => onChange({ ...value, Name: currentTarget.value })}
    />
    <Textarea
      label="Description"
      autosize
      minRows={2}
      maxLength={MOST_DESCRIPTION_CHARS}
      value={value.Description}
      onChange={({ currentTarget }) => onChange({ ...value, Description: currentTarget.value })}
    />
    <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
      {FEATURES.map((feature, index) => (
        <TextInput
          key={feature}
          size="xs"
          label={feature.toUpperCase()}
          maxLength={MOST_NAME_CHARS}
          value={value.FeatureNames[index] ?? ''}
          onChange={({ currentTarget }) =>
            onChange({ ...value, FeatureNames: value.FeatureNames.with(index, currentTarget.value) })
          }
        />
      ))}
    </SimpleGrid>
  </Stack>
);
