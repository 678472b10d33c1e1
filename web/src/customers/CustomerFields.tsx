import { Stack, TextInput } from '@mantine/core';

/** What is asked of a customer. */
export interface CustomerDraft {
  readonly Name: string;
  readonly CompanyName: string;
  readonly Email: string;
}

interface CustomerFieldsProps {
  readonly value: CustomerDraft;
  readonly onChange: (value: CustomerDraft) => void;
}

const MOST_CHARS = 100;

/** The fields of a customer. */
export const CustomerFields = ({ value, onChange }: CustomerFieldsProps) => (
  <Stack gap="sm">
    <TextInput
      label="Name"
      maxLength={MOST_CHARS}
      value={value.Name}
      onChange={({ currentTarget }) => onChange({ ...value, Name: currentTarget.value })}
    />
    <TextInput
      label="Company"
      maxLength={MOST_CHARS}
      value={value.CompanyName}
      onChange={({ currentTarget }) => onChange({ ...value, CompanyName: currentTarget.value })}
    />
    <TextInput
      label="E-mail"
      type="email"
      maxLength={MOST_CHARS}
      value={value.Email}
      onChange={({ currentTarget }) => onChange({ ...value, Email: currentTarget.value })}
    />
  </Stack>
);
