import { Button, NumberInput, Stack } from '@mantine/core';
import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { useChange } from '../../api/useChange.js';
import { unixOfIso } from '../../time/isoTime.js';
import { dayText } from '../../time/timeText.js';
import { useNow } from '../../time/useNow.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import { countText, numberText } from '../../ui/numberText.js';
import type { ActionProps } from './actionProps.js';

const DEFAULT_DAYS = 30;
const MOST_DAYS = 36_500;

const isAllowed = (days: number | string): days is number =>
  typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS;

const ALLOWED = `A whole number of days, from 1 to ${numberText(MOST_DAYS)}.`;

/** Moves the expiry date: from where it is, or from now once it has passed. */
export const ExtendAction = ({ license, keyText: Key }: ActionProps) => {
  const [days, setDays] = useState<number | string>(DEFAULT_DAYS);
  const change = useChange();
  const now = useNow();
  const { productId: ProductId } = license;
  const expires = unixOfIso(license.expires);
  const hasExpired = expires <= now;
  const NoOfDays = isAllowed(days) ? days : 0;
  const until = (hasExpired ? now : expires) + NoOfDays * 86_400;
  return (
    <ConfirmAction
      label="Extend"
      icon={<CalendarPlus size={14} aria-hidden />}
      done={`The licence now expires on ${dayText(until)}.`}
      run={async () =>
        NoOfDays === 0
          ? { kind: 'refused', message: `${ALLOWED} To end a licence sooner, block it.` }
          : change('key/ExtendLicense', { ProductId, Key, NoOfDays })
      }
      // From a date that has passed there is no way back: the API counts from now.
      {...(!hasExpired && { undo: () => change('key/ExtendLicense', { ProductId, Key, NoOfDays: -NoOfDays }) })}
      button={(open) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<CalendarPlus size={14} aria-hidden />}
          onClick={() => {
            setDays(DEFAULT_DAYS);
            open();
          }}
        >
          Extend
        </Button>
      )}
    >
      <Stack gap="sm">
        <NumberInput
          label="Days"
          description={ALLOWED}
          min={1}
          max={MOST_DAYS}
          // What is typed stays, so that it can be refused in words instead of being changed unseen.
          clampBehavior="none"
          allowDecimal={false}
          error={days !== '' && !isAllowed(days) && 'A licence can only be extended. To end it sooner, block it.'}
          value={days}
          onChange={setDays}
        />
        <span>
          The licence {hasExpired ? 'has expired' : 'expires'} on {dayText(expires)}.
          {NoOfDays > 0 && (
            <>
              {' It will expire on '}
              <strong>{dayText(until)}</strong>, {countText(NoOfDays, 'day')} {hasExpired ? 'from now' : 'later'}.
            </>
          )}
        </span>
      </Stack>
    </ConfirmAction>
  );
};
