import { Skeleton } from '@mantine/core';

interface SkeletonsProps {
  readonly rows: number;
  /** Pixels of one row, gap included. */
  readonly height?: number;
}

/** Rows of the final size while the real ones are on their way. */
export const Skeletons = ({ rows, height = 34 }: SkeletonsProps) => (
  <div role="status" aria-label="Loading">
    {Array.from({ length: rows }, (_, index) => index).map((index) => (
      <div key={index} style={{ height, paddingTop: (height - 14) / 2 }}>
        <Skeleton height={14} width={`${92 - ((index * 17) % 30)}%`} />
      </div>
    ))}
  </div>
);
