import { Button, Group, Modal, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useProducts } from '../../api/products.js';
import { type Problem, ProblemError } from '../../problem.js';
import { APPLICATION } from '../../tokens/permissionGroups.js';
import { FormButtons } from '../../ui/FormButtons.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { SecretOnce } from '../../ui/SecretOnce.js';
import { createToken, type NewToken } from './newToken.js';
import { PermissionPicker } from './PermissionPicker.js';

const BLANK: NewToken = {
  name: '',
  allowed: APPLICATION.allowed,
  product: '0',
  keyLock: 'any',
  key: '',
  featureLock: 0,

  expiry: 'never',
  expiryDate: '',
};

/** Creates a token: what it may do, where, and until when. It is shown once. */
export const CreateToken = ({ close }: { readonly close: () => void }) => {
  const [form, setForm] = useState(BLANK);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const [token, setToken] = useState<string>();
  const queryClient = useQueryClient();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const result = await createToken(form);
    setBusy(false);
    if ('problem' in result) {
      setProblem(result.problem);
      return;
    }
    setToken(result.token);
    void queryClient.invalidateQueries({ queryKey: ['auth/GetTokens'] });
  };
  if (token !== undefined) {
    return (
      // A click beside it must not lose what is shown only once.
      <Modal opened onClose={close} title={`Token “${form.name}”`} centered closeOnClickOutside={false}>
        <Stack gap="md">
          <SecretOnce name="The new token" text={token}>
            This is the only time it is shown. Copy it to where it is used before you close this.
          </SecretOnce>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  const change = (changed: Partial<NewToken>): void => setForm({ ...form, ...changed });
  return (
    <Modal opened onClose={close} title="Create a token" size={760}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label="Name"
            description="Where it is used, so that you know what stops when you revoke it."
            required
            withAsterisk={false}
            maxLength={200}
            data-autofocus
            value={form.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <PermissionPicker allowed={form.allowed} change={(allowed) => change({ allowed })} />
          <Locks form={form} change={change} />
          {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
          <FormButtons label="Create the token" isBusy={isBusy} cancel={close} />
        </Stack>
      </form>
    </Modal>
  );
};

interface LocksProps {
  readonly form: NewToken;
  readonly change: (changed: Partial<NewToken>) => void;
}

const KEY_LOCKS: readonly { readonly value: NewToken['keyLock']; readonly label: string }[] = [
  { value: 'any', label: 'Any key' },
  { value: 'named', label: 'Calls must name the key (−1)' },
  { value: 'one', label: 'One key only' },
];

const EXPIRIES = [
  { value: 'never', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'date', label: 'On a date' },
];

const Locks = ({ form, change }: LocksProps) => {
  const products = useProducts();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label="Product"
        allowDeselect={false}
        data={[
          { value: '0', label: 'Any product' },
          ...products.map(({ id, name }) => ({ value: String(id), label: `${name} (${id})` })),
        ]}
        value={form.product}
        onChange={(product) => change({ product: product ?? '0' })}
      />
      <Select
        label="Key"
        allowDeselect={false}
        data={KEY_LOCKS}
        value={form.keyLock}
        onChange={(chosen) => change({ keyLock: KEY_LOCKS.find(({ value }) => value === chosen)?.value ?? 'any' })}
      />
      {form.keyLock === 'one' && (
        <TextInput
          label="Which key"
          required
          withAsterisk={false}
          value={form.key}
          onChange={(event) => change({ key: event.currentTarget.value })}
        />
      )}
      <Select
        label="Expires"
        allowDeselect={false}
        data={EXPIRIES}
        value={form.expiry}
        onChange={(expiry) => change({ expiry: expiry ?? 'never' })}
      />
      {form.expiry === 'date' && (
        <TextInput
          type="datetime-local"
          label="When"
          required
          withAsterisk={false}
          value={form.expiryDate}
          onChange={(event) => change({ expiryDate: event.currentTarget.value })}
        />
      )}
      <NumberInput
        label="Feature lock"
        description="0: none. What it means is said with each method."
        allowDecimal={false}
        value={form.featureLock}
        onChange={(value) => change({ featureLock: Number(value) })}
      />
    </SimpleGrid>
  );
};
