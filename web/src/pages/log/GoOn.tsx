import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { numberText } from '../../ui/numberText.js';
import classes from './LogList.module.css';
import { MOST_ROWS } from './logWindow.js';

interface LookOnProps {
  /** Rows with a smaller id were not looked at. */
  readonly cutAt: number;
  readonly lookOn: () => Promise<void>;
}

/** The log has no index of addresses: rows are looked at one by one, so many and no more without being asked. */
export const LookOn = ({ cutAt, lookOn }: LookOnProps) => {
  const [isLooking, setLooking] = useState(false);
  const look = (): void => {
    setLooking(true);
    void lookOn()
      .catch(() => {})
      .finally(() => setLooking(false));
  };
  return (
    <div className={classes.more}>
      <p className={classes.reach}>Rows before {numberText(cutAt)} have not been looked at.</p>
      <Button size="compact-sm" variant="default" data-after-last loading={isLooking} onClick={look}>
        Look further back
      </Button>
    </div>
  );
};

/** A list is only so long; the rest is one more list. */
export const GoOn = ({ before }: { readonly before: number | undefined }) => {
  const { range } = useTimeRange();
  const navigate = useNavigate();
  return (
    <div className={classes.more}>
      <Button
        size="compact-sm"
        variant="default"
        data-after-last
        disabled={before === undefined}
        onClick={() => {
          if (before === undefined) return;
          const span = { from: range.start ?? 0, to: before + 1, range: undefined };
          void navigate({ to: '/log', search: (search) => ({ ...search, ...span }) });
        }}
      >
        {numberText(MOST_ROWS)} rows are listed: continue from here
      </Button>
    </div>
  );
};
