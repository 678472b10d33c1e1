import uPlot from 'uplot';
import { compactNumber } from '../parts/numberText.js';

/** One series of a chart. */
export interface Series {
  readonly name: string;
  /** Bars of one chart stack upon each other in the order of the series. */
  readonly kind: 'bars' | 'line' | 'steps' | 'marks';
  /** A CSS variable of the theme: `--kl-granted-bar`. */
  readonly color: string;
  /** As many as there are times; null: none here. */
  readonly values: readonly (number | null)[];
  /** A line of short dashes: a limit. */
  readonly dashed?: boolean;
}

export interface ChartData {
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly span: readonly [number, number] | undefined;
  readonly step: number;
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly sync: string | undefined;
  readonly colorOf: (variable: string) => string;
  readonly onSelect: (from: number, to: number) => void;
  readonly onPoint: (index: number | null) => void;
}

const FONT = '11px system-ui, sans-serif';

/** Bars that stack are drawn from the tallest sum down, so that each covers what belongs to those below it. */
const stacked = (
  series: readonly Series[],
): readonly { readonly series: Series; readonly drawn: (number | null)[] }[] => {
  const bars = series.filter(({ kind }) => kind === 'bars');
  const sums = bars.map((one, place) => ({
    series: one,
    drawn: one.values.map((_, index) =>
      bars.slice(0, place + 1).reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
    ),
  }));
  const others = series.filter(({ kind }) => kind !== 'bars').map((one) => ({ series: one, drawn: [...one.values] }));
  return [...sums.reverse(), ...others];
};

const pathsOf = ({ kind }: Series): uPlot.Series.PathBuilder | undefined => {
  const { bars, stepped, linear } = uPlot.paths;
  if (kind === 'bars') return bars?.({ size: [0.9, 64], align: 1 });
  if (kind === 'steps') return stepped?.({ align: 1 });
  return kind === 'line' ? linear?.() : () => null;
};

const seriesOptions = (series: Series, colorOf: Drawing['colorOf']): uPlot.Series => {
  const color = colorOf(series.color);
  const paths = pathsOf(series);
  const isBars = series.kind === 'bars';
  return {
    label: series.name,
    stroke: color,
    width: isBars ? 0 : 1.5,
    ...(isBars && { fill: color }),
    ...(series.dashed === true && { dash: [4, 4] }),
    ...(paths !== undefined && { paths }),
    points: { show: series.kind === 'marks', size: 7, fill: color, stroke: color },
  };
};

const spanOf = ({ times, span, step }: ChartData): [number, number] =>
  span === undefined ? [times[0] ?? 0, (times.at(-1) ?? 0) + Math.max(step, 1)] : [span[0], span[1]];

/** What uPlot draws, and its columns. */
export const chartOptions = (
  data: ChartData,
  { width, height, sync, colorOf, onSelect, onPoint }: Drawing,
): { readonly options: uPlot.Options; readonly columns: uPlot.AlignedData } => {
  const drawn = stacked(data.series);
  const axis: uPlot.Axis = {
    ...{ stroke: colorOf('--mantine-color-dimmed'), font: FONT },
    grid: { stroke: colorOf('--kl-line'), width: 1 },
    ticks: { show: false },
  };
  const options: uPlot.Options = {
    ...{ width, height },
    padding: [8, 8, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, range: () => spanOf(data) },
      y: { range: (_plot, _least, most) => [0, Math.max(most ?? 0, 1) * 1.05] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 64, values: uPlotTimes },
      {
        ...axis,
        size: 48,
        space: 36,
        // Counts have no halves.
        incrs: [
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 5e6, 1e7, 1e8, 1e9,
        ],
        values: (_plot, ticks) => ticks.map(compactNumber),
      },
    ],
    series: [{}, ...drawn.map(({ series }) => seriesOptions(series, colorOf))],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      ...(sync !== undefined && { sync: { key: sync } }),
    },
    hooks: {
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide < 4) return;
          const from = Math.floor(plot.posToVal(left, 'x'));
          const to = Math.ceil(plot.posToVal(left + wide, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          if (to > from) onSelect(from, to);
        },
      ],
    },
  };
  return { options, columns: [[...data.times], ...drawn.map((one) => one.drawn)] };
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time axis: clock within a day, "12 Aug" at midnights, in the reader's zone. */
const uPlotTimes: uPlot.Axis.DynamicValues = (_plot, ticks) =>
  ticks.map((tick) => {
    const at = new Date(tick * 1000);
    const isMidnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
    if (isMidnight) return `${at.getDate()} ${MONTHS[at.getMonth()] ?? ''}`;
    const two = (value: number): string => String(value).padStart(2, '0');
    const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
    return at.getSeconds() === 0 ? clock : `${clock}:${two(at.getSeconds())}`;
  });
