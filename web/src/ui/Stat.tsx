import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { compactNumber, numberText } from './numberText.js';
import { Sparkline } from './Sparkline.js';
import classes from './Stat.module.css';

interface StatProps {
  readonly label: string;
  /** undefined: on its way. */
  readonly value: number | undefined;
  /** The period before. */
  readonly previous?: number | undefined;
  /** More is worse: refusals. */
  readonly lessIsBetter?: boolean;
  readonly series?: readonly number[];
  /** The link that explains it. */
  readonly link?: ReactNode;
  /** A line below the number: what else belongs to it. */
  readonly note?: ReactNode;
}

const changeText = (value: number, previous: number): string => {
  if (previous === 0) return value === 0 ? 'as before' : 'none before';
  const share = (value - previous) / previous;
  if (Math.abs(share) < 0.005) return 'as before';
  return `${share > 0 ? '▲' : '▼'} ${Math.abs(share) >= 10 ? '×' : ''}${
    Math.abs(share) >= 10 ? Math.round(share + 1) : `${Math.round(Math.abs(share) * 100)} %`
  }`;
};

/** A number against the period before, with its line. */
export const Stat = ({ label, value, previous, lessIsBetter = false, series, link, note }: StatProps) => (
  <section className={classes.stat} aria-label={label}>
    <div className={classes.label}>
      <span>{label}</span>
      {link}
    </div>
    {value === undefined ? (
      <Skeleton height={30} width={90} />
    ) : (
      <div className={classes.value} title={numberText(value)}>
        {compactNumber(value)}
        {previous !== undefined && (
          <span
            className={classes.change}
            data-worse={(lessIsBetter && value > previous) || undefined}
            title={`${numberText(previous)} in the period before`}
          >
            {changeText(value, previous)}
          </span>
        )}
      </div>
    )}
    {note !== undefined && <div className={classes.note}>{note}</div>}
    <div className={classes.line}>{series !== undefined && series.length > 1 && <Sparkline values={series} />}</div>
  </section>
);
