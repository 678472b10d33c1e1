import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.js';
import { FEATURES } from '../../api/license.js';
import { CustomerPicker } from '../../customers/CustomerPicker.js';
import { KeyLink } from '../../licenses/KeyLink.js';
import { useFeatureNames } from '../../licenses/useFeatureNames.js';
import { type Problem, ProblemError } from '../../problem.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

interface CreateKeyActionProps {
  readonly productId: number;
}

interface KeyDraft {
  readonly customerId: number;
  readonly days: number | string;
  readonly seats: number | string;
  readonly features: readonly string[];
  readonly notes: string;
  readonly isTest: boolean;
}

const NEW: KeyDraft = { customerId: 0, days: 365, seats: 1, features: [], notes: '', isTest: false };

const numberOr = (value: number | string, fallback: number): number => (typeof value === 'number' ? value : fallback);

/** Creates a key, and shows it with a link to its licence. */
export const CreateKeyAction = ({ productId }: CreateKeyActionProps) => {
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<string>();
  const open = (): void => {
    setMade(undefined);
    setOpen(true);
  };
  return (
    <>
      <Button size="compact-sm" leftSection={<KeyRound size={14} aria-hidden />} onClick={open}>
        Create a key
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title="Create a key"
        centered
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {made === undefined ? (
          <KeyForm productId={productId} done={setMade} />
        ) : (
          <Stack gap="md">
            <Text size="sm">The key is created. It can be activated at once.</Text>
            <Group gap="xs">
              <KeyLink productId={productId} keyText={made} />
              <CopyButton text={made} label="Copy the key" />
            </Group>
            <Group justify="flex-end">
              <Button onClick={() => setOpen(false)}>Done</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
};

interface KeyFormProps extends CreateKeyActionProps {
  readonly done: (key: string) => void;
}

const KeyForm = ({ productId: ProductId, done }: KeyFormProps) => {
  const [draft, setDraft] = useState(NEW);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const names = useFeatureNames(ProductId);
  const queryClient = useQueryClient();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const result = await call('key/CreateKey', {
      ProductId,
      CustomerId: draft.customerId,
      Notes: draft.notes,
      ExcludeFromAnalytics: draft.isTest,

      Period: numberOr(draft.days, 0),
      MaxNoOfMachines: numberOr(draft.seats, 0),
      ...Object.fromEntries(draft.features.map((feature) => [feature, true])),
    });
    setBusy(false);
    if ('problem' in result) {
      setProblem(result.problem);
      return;
    }
    done(result.answer.key);
    void queryClient.invalidateQueries();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <CustomerPicker value={draft.customerId} onChange={(customerId) => setDraft({ ...draft, customerId })} />
        <Group grow>
          <NumberInput
            label="Days"
            min={0}
            max={36_500}
            allowDecimal={false}
            value={draft.days}
            onChange={(days) => setDraft({ ...draft, days })}
          />
          <NumberInput
            label="Seats"
            min={0}
            max={2_147_483_647}
            allowDecimal={false}
            value={draft.seats}
            onChange={(seats) => setDraft({ ...draft, seats })}
          />
        </Group>
        <Checkbox.Group
          label="Features"
          value={[...draft.features]}
          onChange={(features) => setDraft({ ...draft, features })}
        >
          <Group gap="sm" mt={4}>
            {FEATURES.map((feature) => (
              <Checkbox key={feature} size="xs" value={feature.toUpperCase()} label={names[feature]} />
            ))}
          </Group>
        </Checkbox.Group>
        <Textarea
          label="Notes"
          autosize
          minRows={2}
          maxLength={500}
          value={draft.notes}
          onChange={({ currentTarget }) => setDraft({ ...draft, notes: currentTarget.value })}
        />
        <Checkbox
          label="A test key, left out of the daily numbers"
          checked={draft.isTest}
          onChange={({ currentTarget }) => setDraft({ ...draft, isTest: currentTarget.checked })}
        />
        {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy}>
            Create the key
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
