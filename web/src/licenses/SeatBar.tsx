import { numberText } from '../ui/numberText.js';
import classes from './SeatBar.module.css';

interface SeatBarProps {
  readonly held: number;
  /** 0 or less: machines are not locked. */
  readonly limit: number;
  readonly floating?: boolean;
  /** After the numbers: "just after". */
  readonly note?: string;
}

/** How many of a licence's seats are held, as a bar with its numbers. */
export const SeatBar = ({ held, limit, floating = false, note = '' }: SeatBarProps) => {
  const seats = floating ? 'floating seats' : 'seats';
  const words =
    limit > 0 ? `${numberText(held)} of ${numberText(limit)} ${seats} held` : `${numberText(held)} machines, no limit`;
  const share = limit > 0 ? Math.min(held / limit, 1) : 0;
  const fullness = limit > 0 && held >= limit ? (held > limit ? 'over' : 'full') : 'free';
  return (
    <span className={classes.seats}>
      {limit > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a meter's own bar takes neither the theme's colours nor its height.
        <span
          className={classes.bar}
          role="meter"
          aria-label={seats}
          aria-valuemin={0}
          aria-valuemax={Math.max(limit, held)}
          aria-valuenow={held}
          aria-valuetext={words}
        >
          <span className={classes.fill} data-fullness={fullness} style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <span>
        {words} {note}
      </span>
    </span>
  );
};
