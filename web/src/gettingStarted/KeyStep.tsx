import { Button, NumberInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/call.js';
import { KeyLink } from '../licenses/KeyLink.js';
import { type Problem, ProblemError } from '../problem.js';
import { CopyButton } from '../ui/CopyButton.js';
import { ProblemNote } from '../ui/ProblemNote.js';
import classes from './GettingStarted.module.css';

interface KeyStepProps {
  readonly productId: number;
  /** undefined: none yet. */
  readonly keyText: string | undefined;
  readonly made: (key: string) => void;
}

/** What a customer gets. */
export const KeyStep = ({ productId, keyText, made }: KeyStepProps) => {
  // A key that is there already may be a customer's, whose seats are not for trying.
  const [isMaking, setMaking] = useState(false);
  const [days, setDays] = useState(365);
  const [seats, setSeats] = useState(3);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const queryClient = useQueryClient();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const result = await call('key/CreateKey', { ProductId: productId, Period: days, MaxNoOfMachines: seats });
    setBusy(false);
    if ('problem' in result) {
      setProblem(result.problem);
      return;
    }
    void queryClient.invalidateQueries({ queryKey: ['product/GetKeys'] });
    setMaking(false);
    made(result.answer.key);
  };
  if (keyText !== undefined && !isMaking) {
    return (
      <p className={`${classes.inline} ${classes.key}`}>
        <KeyLink productId={productId} keyText={keyText} />
        <CopyButton text={keyText} label="Copy the key" />
        <Button size="compact-sm" variant="default" onClick={() => setMaking(true)}>
          Create another to try with
        </Button>
      </p>
    );
  }
  return (
    <form className={classes.inline} onSubmit={(event) => void submit(event)}>
      <NumberInput
        label="Days"
        description="Until it expires"
        min={1}
        max={36_500}
        allowDecimal={false}
        w={120}
        value={days}
        onChange={(value) => setDays(Number(value))}
      />
      <NumberInput
        label="Seats"
        description="Machines at once"
        min={1}
        max={1_000_000}
        allowDecimal={false}
        w={120}
        value={seats}
        onChange={(value) => setSeats(Number(value))}
      />
      <Button type="submit" loading={isBusy}>
        Create the key
      </Button>
      {problem !== undefined && <ProblemNote error={new ProblemError(problem)} />}
    </form>
  );
};
