import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { numberText } from '../../parts/numberText.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import classes from './LogList.module.css';
import { MOST_ROWS } from './logWindow.js';

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
        {numberText(MOST_ROWS)} rows are listed: go on from here
      </Button>
    </div>
  );
};
