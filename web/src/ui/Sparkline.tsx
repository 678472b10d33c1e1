interface SparklineProps {
  readonly values: readonly number[];
}

const WIDTH = 200;
const HEIGHT = 28;

/** A line without axes: the shape of a number over the period. What stands beside it says what it means. */
export const Sparkline = ({ values }: SparklineProps) => {
  const most = Math.max(...values, 1);
  const points = values
    .map((value, index) => {
      const x = (index / Math.max(values.length - 1, 1)) * WIDTH;
      return `${x.toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`;
    })
    .join(' ');
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none" aria-hidden>
      <title>Over the period</title>
      <polyline
        points={points}
        fill="none"
        stroke="var(--kl-granted-bar)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
};
