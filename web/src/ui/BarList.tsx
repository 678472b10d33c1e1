import type { ReactNode } from 'react';
import classes from './BarList.module.css';
import { numberText } from './numberText.js';

/** One line of a list of shares. */
interface BarLine {
  readonly id: string | number;
  readonly name: ReactNode;
  readonly count: number;
  /** The part of `count` that ended in a refusal; it is drawn in the colour of refusals. */
  readonly refused: number;
  /** What stands behind the numbers, in words. */
  readonly title: string;
}

interface BarListProps {
  readonly label: string;
  readonly lines: readonly BarLine[];
  /** What all lines, shown or not, add up to. */
  readonly total: number;
}

const share = (part: number, whole: number): string => {
  if (whole === 0) return '';
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
};

/** Counts as bars from zero, the longest first, each with its number and its share of the whole. */
export const BarList = ({ label, lines, total }: BarListProps) => {
  const most = Math.max(...lines.map(({ count }) => count), 1);
  const width = (count: number): string => `${((count / most) * 100).toFixed(2)}%`;
  return (
    <ul className={classes.list} aria-label={label}>
      {lines.map(({ id, name, count, refused, title }) => (
        <li key={id} className={classes.line} title={title}>
          <span className={classes.name}>{name}</span>
          <span className={classes.count}>{numberText(count)}</span>
          <span className={classes.share}>{share(count, total)}</span>
          <span className={classes.track} aria-hidden>
            <span className={classes.granted} style={{ width: width(count - refused) }} />
            <span className={classes.refused} style={{ width: width(refused) }} />
          </span>
        </li>
      ))}
    </ul>
  );
};
