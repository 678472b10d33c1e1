import uPlot from 'uplot';
import { compactNumber } from '../numberText.js';

/** One series of a chart. */
export interface Series {
  readonly name: string;
  /** Bars of one chart stack upon each other in the order of the series. */
  readonly kind: 'bars' | 'line' | 'steps' | 'marks';
  /** A CSS variable of the theme: `--kl-granted-bar`. */
  readonly color: string;
  /** As many as there are times; null: none here. */
  readonly values: readonly (number | null)[];
  /** What is said of a point where that is not how high it stands: how many denials a mark means. */
  readonly told?: readonly (number | null)[];
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

/** Pixels from which a chart has room for a number at half its height. */
const TALL = 130;

const CEILINGS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The least round number that is not below a count: 1, 2, 3 … 10, 12, 15, 20 … */
const roundCeiling = (count: number): number => {
  if (count <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(count));
  const first = CEILINGS.find((digit) => digit * power >= count && Number.isInteger(digit * power)) ?? 10;
  return first * power;
};

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
    stroke: colorOf('--mantine-color-dimmed'),
    font: FONT,
    grid: { stroke: colorOf('--kl-line'), width: 1 },
    ticks: { show: false },
  };
  const options: uPlot.Options = {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, range: () => spanOf(data) },
      y: { range: (_plot, _least, most) => [0, roundCeiling(most ?? 0)] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 64, values: uPlotTimes },
      {
        ...axis,
        size: 48,
        // The top always has its number, however low the chart is.
        splits: (_plot, _axis, _least, most) => (height < TALL || most % 2 === 1 ? [0, most] : [0, most / 2, most]),
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
