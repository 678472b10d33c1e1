import { Button, Stack } from '@mantine/core';
import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { customerName } from '../../api/license.js';
import { useChange } from '../../api/useChange.js';
import { CustomerPicker } from '../../customers/CustomerPicker.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import type { ActionProps } from './actionProps.js';

/** Gives the license to another customer, or to none. */
export const CustomerAction = ({ license: { productId: ProductId, customer }, keyText: Key }: ActionProps) => {
  const before = customer?.id ?? 0;
  const [chosen, setChosen] = useState(before);
  const change = useChange();
  return (
    <ConfirmAction
      label="Customer"
      done={chosen === 0 ? 'The licence has no customer now.' : 'The customer of the licence is changed.'}
      run={() => change('key/ChangeCustomer', { ProductId, Key, CustomerId: chosen })}
      undo={() => change('key/ChangeCustomer', { ProductId, Key, CustomerId: before })}
      button={(open) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<UserRound size={14} aria-hidden />}
          onClick={() => {
            setChosen(before);
            open();
          }}
        >
          Customer
        </Button>
      )}
    >
      <Stack gap="sm">
        <CustomerPicker
          value={chosen}
          name={customer === null ? undefined : customerName(customer)}
          onChange={setChosen}
        />
        <span>What is in the log stays under the customer whom the licence had then.</span>
      </Stack>
    </ConfirmAction>
  );
};
