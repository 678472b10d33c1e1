import { numberText } from '../ui/numberText.js';
import classes from './SeatCell.module.css';

interface SeatCellProps {
  readonly held: number;
  /** 0 or less: machines are not locked. */
  readonly limit: number;
}

/** Seats held against the limit, in a table: "7 / 12" with a short bar. */
export const SeatCell = ({ held, limit }: SeatCellProps) => {
  if (limit <= 0) return <span className={classes.none}>no limit</span>;
  return (
    <span className={classes.seats} title={`${numberText(held)} of ${numberText(limit)} seats are held`}>
      <span className={classes.bar} aria-hidden>
        <span className={classes.held} style={{ width: `${Math.min(held / limit, 1) * 100}%` }} />
      </span>
      <span className={classes.numbers} data-full={held >= limit || undefined}>
        {numberText(held)} / {numberText(limit)}
      </span>
    </span>
  );
};
