import { Button } from '@mantine/core';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { relativeTime, shortMoment } from '../../time/timeText.js';
import { useNow } from '../../time/useNow.js';
import { countText, numberText } from '../numberText.js';
import classes from './HeatMap.module.css';
import type { HeatColumns, HeatRow } from './heatRows.js';

interface HeatMapProps {
  readonly label: string;
  readonly columns: HeatColumns;
  readonly rows: readonly HeatRow[];
  /** The row's head: a link to its machine or key. */
  readonly head: (row: HeatRow) => ReactNode;
}

const SHOWN_FIRST = 25;

/** Four depths, by how much of the busiest cell a cell has. */
const depthOf = (count: number, most: number): number => (count === 0 ? 0 : Math.min(4, Math.ceil((count / most) * 4)));

const dayName = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** When each machine was active: a row each, days as columns. A day opens into its half hours. */
export const HeatMap = ({ label, columns, rows, head }: HeatMapProps) => {
  const [isWhole, setWhole] = useState(false);
  const [pointed, setPointed] = useState('');
  const most = rows.reduce((greatest, { counts }) => Math.max(greatest, ...counts), 1);
  const shown = isWhole ? rows : rows.slice(0, SHOWN_FIRST);
  return (
    <div className={classes.map}>
      <ul className={classes.rows} aria-label={label} onMouseLeave={() => setPointed('')}>
        <li className={classes.axis} aria-hidden>
          <span />
          <Axis columns={columns} />
        </li>
        {shown.map((row) => (
          <li key={`${row.productId} ${row.name}`} className={classes.row}>
            <span className={classes.head}>{head(row)}</span>
            <Cells row={row} columns={columns} most={most} point={setPointed} />
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <span className={classes.scale} aria-hidden>
          less
          {[1, 2, 3, 4].map((depth) => (
            <span key={depth} className={classes.swatch} data-depth={depth} />
          ))}
          more <span className={classes.releaseSwatch} /> seat released
        </span>
        <span aria-hidden className={classes.pointed}>
          {pointed === '' && columns.unit === 'day' ? 'A day opens into its half hours' : pointed}
        </span>
      </div>
      {rows.length > SHOWN_FIRST && (
        <Button size="compact-sm" variant="default" onClick={() => setWhole(!isWhole)} className={classes.more}>
          {isWhole ? `Show ${SHOWN_FIRST}` : `Show all ${numberText(rows.length)}`}
        </Button>
      )}
    </div>
  );
};

interface CellsProps {
  readonly row: HeatRow;
  readonly columns: HeatColumns;
  readonly most: number;
  readonly point: (text: string) => void;
}

const cellText = ({ counts, releases }: HeatRow, { unit, edges }: HeatColumns, column: number): string => {
  const start = edges[column] ?? 0;
  const when = unit === 'day' ? dayName.format(start * 1000) : shortMoment(start);
  const released = releases[column] ?? 0;
  return `${when}: ${countText(counts[column] ?? 0, 'activation')}${released > 0 ? `, ${countText(released, 'seat')} released` : ''}`;
};

/** One drawing for a row, so that a hundred machines are a hundred elements and their marks, not a table of thousands. */
const Cells = ({ row, columns, most, point }: CellsProps) => {
  const { choose } = useTimeRange();
  const now = useNow();
  const wide = columns.edges.length - 1;
  const columnAt = ({ currentTarget, clientX }: MouseEvent): number => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(wide - 1, Math.floor(((clientX - left) / width) * wide)));
  };
  const zoom = (event: MouseEvent): void => {
    const column = columnAt(event);
    const [from, to] = [columns.edges[column], columns.edges[column + 1]];
    if (columns.unit === 'day' && from !== undefined && to !== undefined) choose({ from, to });
  };
  const unit = countText(row.active, columns.unit);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a shortcut of the pointer; the time range above does the same by keyboard.
    <svg
      viewBox={`0 0 ${wide} 10`}
      preserveAspectRatio="none"
      className={classes.cells}
      data-zoom={columns.unit === 'day' || undefined}
      role="img"
      aria-label={`Active in ${unit} of ${numberText(wide)}, last ${relativeTime(row.last, now)}`}
      onClick={zoom}
      onMouseMove={(event) => point(cellText(row, columns, columnAt(event)))}
    >
      {row.counts.map((count, column) => {
        const depth = depthOf(count, most);
        const released = row.releases[column] ?? 0;
        const edge = columns.edges[column] ?? column;
        if (depth === 0 && released === 0) return null;
        return (
          <g key={edge}>
            {depth > 0 && <rect x={column} width={0.94} y={0} height={10} data-depth={depth} />}
            {released > 0 && <rect x={column} width={0.94} y={8} height={2} data-released />}
          </g>
        );
      })}
    </svg>
  );
};

/** Names at every so many columns, so that they never meet. */
const Axis = ({ columns: { unit, edges } }: { readonly columns: HeatColumns }) => {
  const wide = edges.length - 1;
  const every = Math.max(1, Math.ceil(wide / 8));
  const marks = edges.slice(0, -1).flatMap((edge, column) => (column % every === 0 ? [{ edge, column }] : []));
  return (
    <span className={classes.marks}>
      {marks.map(({ edge, column }) => (
        <span key={edge} style={{ left: `${(column / wide) * 100}%` }}>
          {unit === 'day' ? shortMoment(edge).split(',')[0] : (shortMoment(edge).split(', ')[1] ?? '')}
        </span>
      ))}
    </span>
  );
};
