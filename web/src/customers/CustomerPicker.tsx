import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { methodQuery } from '../api/call.js';
import { customerName } from '../api/license.js';

interface CustomerPickerProps {
  /** 0: none. */
  readonly value: number;
  /** The name of the customer that is chosen initially. */
  readonly name?: string | undefined;
  readonly onChange: (customerId: number) => void;
}

const SHOWN = 20;
const DEBOUNCE_MS = 150;

/** Chooses a customer by part of a name, company or e-mail address. */
export const CustomerPicker = ({ value, name, onChange }: CustomerPickerProps) => {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), DEBOUNCE_MS);
  // The field shows who is chosen as its text: that is nothing to look for.
  const { data } = useQuery({
    ...methodQuery('customer/GetCustomers', { Search: asked === name ? '' : asked, Limit: SHOWN }),
    placeholderData: keepPreviousData,
  });
  const found = data?.customers ?? [];
  const options = found.map((customer) => ({ value: String(customer.id), label: customerName(customer) }));
  const isListed = value === 0 || options.some((option) => option.value === String(value));
  return (
    <Select
      label="Customer"
      placeholder="No customer"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No customer' }}
      data={isListed ? options : [{ value: String(value), label: name ?? `customer ${value}` }, ...options]}
      filter={({ options: all }) => all}
      value={value === 0 ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null ? 0 : Number(chosen))}
      onSearchChange={setText}
      nothingFoundMessage="No matching customers"
    />
  );
};
