import { Button, NumberInput, Stack } from '@mantine/core';
import { Armchair } from 'lucide-react';
import { useState } from 'react';
import { useChange } from '../../api/useChange.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import { numberText } from '../../ui/numberText.js';
import type { ActionProps } from './actionProps.js';

const MOST_SEATS = 2_147_483_647;

const seatsText = (seats: number): string => (seats <= 0 ? 'not locked to machines' : `${numberText(seats)} seats`);

/** Sets how many machines may be activated. */
export const LimitAction = ({ license, keyText: Key }: ActionProps) => {
  const { productId: ProductId, maxNoOfMachines: before, activatedMachines } = license;
  const [seats, setSeats] = useState<number | string>(before);
  const change = useChange();
  const NumberOfMachines = typeof seats === 'number' ? seats : before;
  const label = 'Seats';
  return (
    <ConfirmAction
      label={label}
      done={`The licence now is ${NumberOfMachines <= 0 ? seatsText(NumberOfMachines) : `for ${seatsText(NumberOfMachines)}`}.`}
      run={() => change('key/MachineLockLimit', { ProductId, Key, NumberOfMachines })}
      undo={() => change('key/MachineLockLimit', { ProductId, Key, NumberOfMachines: Math.max(before, 0) })}
      button={(open) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Armchair size={14} aria-hidden />}
          onClick={() => {
            setSeats(Math.max(before, 0));
            open();
          }}
        >
          {label}
        </Button>
      )}
    >
      <Stack gap="sm">
        <NumberInput
          label="Seats"
          description="0: machines are not locked."
          min={0}
          max={MOST_SEATS}
          allowDecimal={false}
          thousandSeparator=","
          value={seats}
          onChange={setSeats}
        />
        <span>
          Now: {seatsText(before)}.{' '}
          {NumberOfMachines > 0 && NumberOfMachines < activatedMachines.length
            ? `${numberText(activatedMachines.length)} machines hold one; those keep it, and no other is let in until there are fewer.`
            : 'The limit holds from the next activation on.'}
        </span>
      </Stack>
    </ConfirmAction>
  );
};
