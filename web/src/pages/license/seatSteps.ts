import type { Answer } from '../../api/call.js';
import type { Series } from '../../ui/charts/Chart.js';

type SeatStep = Answer<'ai/GetSeatUsage'>['steps'][number];

/** More points could not be told apart on a screen. */
const MOST_STEPS = 400;

const STEPS = [1800, 3600, 2 * 3600, 6 * 3600, 12 * 3600, 86_400, 7 * 86_400] as const;

/** The shortest step (seconds) by which a chart of this many seconds has no more points than it can show. */
export const stepFor = (seconds: number): number => STEPS.find((step) => seconds / step <= MOST_STEPS) ?? 31 * 86_400;

const pool = (steps: readonly SeatStep[], of: (step: SeatStep) => number, line: Omit<Series, 'kind' | 'values'>) => {
  const values = steps.map(of);
  return values.some((value) => value > 0) ? [{ ...line, kind: 'steps' as const, values }] : [];
};

/** What the chart of a license's seats draws: both pools where they are used, the limit, and a mark for each denial. */
export const seatSeries = (steps: readonly SeatStep[]): readonly Series[] => {
  const lines = [
    ...pool(steps, ({ nodeLocked }) => nodeLocked.peak, { name: 'machines', color: '--kl-granted' }),
    ...pool(steps, ({ floating }) => floating.peak, { name: 'floating seats', color: '--kl-good' }),
  ];
  const limits = steps.map(({ limit }) => (limit === null || limit <= 0 ? null : limit));
  const denials = steps.map(({ nodeLocked, floating }) => nodeLocked.denials + floating.denials);
  const height = (step: SeatStep): number => Math.max(step.nodeLocked.peak, step.floating.peak, step.limit ?? 0);
  return [
    ...(lines.length > 0
      ? lines
      : [{ name: 'seats', color: '--kl-granted', kind: 'steps' as const, values: steps.map(() => 0) }]),
    ...(limits.some((limit) => limit !== null)
      ? [{ name: 'limit', color: '--mantine-color-dimmed', kind: 'steps' as const, dashed: true, values: limits }]
      : []),
    ...(denials.some((count) => count > 0)
      ? [
          {
            name: 'refused for lack of a seat',
            color: '--kl-refused-bar',
            kind: 'marks' as const,
            values: steps.map((step, index) => ((denials[index] ?? 0) > 0 ? height(step) : null)),
            told: denials.map((count) => (count > 0 ? count : null)),
          },
        ]
      : []),
  ];
};
