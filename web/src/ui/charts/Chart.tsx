import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import classes from './Chart.module.css';
import { type ChartData, chartOptions, type Series } from './chartOptions.js';
import { readoutText } from './readoutText.js';

export type { Series } from './chartOptions.js';

interface ChartProps {
  /** What the chart shows, in a sentence with its most important number, for who cannot see it. */
  readonly label: string;
  /** Unix seconds, rising. Bars stand from one to the next. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly height?: number;
  /** The period that the axis shows, in Unix seconds. Not given: from the first time to the last. */
  readonly span?: readonly [number, number];
  /** Seconds that a point stands for: the length of a bar. */
  readonly step?: number;
  /** Charts of one page with the same word share their crosshair. */
  readonly sync?: string;
  /** What stands in the line above while nothing is under the pointer. */
  readonly idle?: string;
  /** Called with the period that the reader dragged over. Default: it becomes the page's time range. */
  readonly onSpan?: (from: number, to: number) => void;
}

/**
 * A time series: bars that stack, lines or steps over time in the reader's zone, zero-based. Dragging over it sets the
 * time range. What is under the pointer is shown in a line above, which keeps its place.
 */
export const Chart = (props: ChartProps) => {
  const { label, times, series, height = 160, span, step = 0, sync, idle = '', onSpan } = props;
  const scheme = useComputedColorScheme('light');
  const { choose } = useTimeRange();
  const { ref, width } = useElementSize();
  const holder = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const onSelect = useRef<(from: number, to: number) => void>(() => {});
  onSelect.current = onSpan ?? ((from, to) => choose({ from, to }));
  const data = useMemo<ChartData>(() => ({ times, series, span, step }), [times, series, span, step]);
  const plot = useRef<uPlot | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of colours redraws the chart.
  useLayoutEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const { options, columns } = chartOptions(data, {
      width: Math.max(element.clientWidth, 1),
      height,
      sync,
      colorOf: (variable) => getComputedStyle(element).getPropertyValue(variable).trim(),
      onSelect: (from, to) => onSelect.current(from, to),
      onPoint: setPointed,
    });
    const made = new uPlot(options, columns, element);
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [data, height, sync, scheme]);

  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);

  return (
    <figure className={classes.chart} aria-label={label}>
      <figcaption className={classes.readout}>
        <span className={classes.legend}>
          {series.map(({ name, color }) => (
            <span key={name} className={classes.name}>
              <span className={classes.swatch} style={{ background: `var(${color})` }} />
              {name}
            </span>
          ))}
        </span>
        <span aria-hidden>{pointed === null ? idle : readoutText(data, pointed)}</span>
      </figcaption>
      <div ref={ref} style={{ height }} role="img" aria-label={label}>
        <div ref={holder} style={{ height }} />
      </div>
    </figure>
  );
};
