import { Button } from '@mantine/core';
import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useChange } from '../../api/useChange.js';
import { type CustomerDraft, CustomerFields } from '../../customers/CustomerFields.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';

const EMPTY: CustomerDraft = { Name: '', CompanyName: '', Email: '' };

/** Adds a customer. */
export const AddCustomerAction = () => {
  const [draft, setDraft] = useState(EMPTY);
  const change = useChange();
  return (
    <ConfirmAction
      label="Add a customer"
      done="The customer is added."
      run={async () =>
        Object.values(draft).every((text) => text.trim() === '')
          ? { kind: 'refused', message: 'Give at least one of name, company and e-mail.' }
          : change('customer/AddCustomer', draft)
      }
      button={(open) => (
        <Button
          size="compact-sm"
          leftSection={<UserRoundPlus size={14} aria-hidden />}
          onClick={() => {
            setDraft(EMPTY);
            open();
          }}
        >
          Add a customer
        </Button>
      )}
    >
      <CustomerFields value={draft} onChange={setDraft} />
    </ConfirmAction>
  );
};
