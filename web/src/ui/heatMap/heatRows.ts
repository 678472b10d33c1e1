/** The columns of a heat-map: local days, or half hours where the period is a few days. */
export interface HeatColumns {
  readonly unit: 'day' | 'half hour';
  /** Unix seconds, where each column begins; the last one is where the map ends. */
  readonly edges: readonly number[];
}

/** What happened in one half hour; the API's activity buckets fit. */
interface HalfHour {
  readonly productId: number;
  /** Unix seconds. */
  readonly bucketStartUtc: number;
  /** Unix seconds of the last activity in it. */
  readonly lastEventUtc: number;
  readonly refreshCount: number;
  readonly deactivationCount: number;
}

export interface HeatRow {
  /** What the row is of: a machine code, or a key. */
  readonly name: string;
  readonly productId: number;
  /** Requests in each column. */
  readonly counts: readonly number[];
  /** Seats released in each column. */
  readonly releases: readonly number[];
  /** Columns with any activity. */
  readonly active: number;
  /** Unix seconds of the last activity. */
  readonly last: number;
}

const HALF_HOUR = 1800;
const MOST_HALF_HOURS = 3 * 48 + 4;
const MOST_DAYS = 400;

const dayStart = (time: number): Date => {
  const day = new Date(time * 1000);
  day.setHours(0, 0, 0, 0);
  return day;
};

/** Columns that cover the period: at most 400 days, its latest ones. Days have 23 or 25 hours where clocks are changed. */
export const heatColumns = (start: number, end: number): HeatColumns => {
  const first = Math.floor(start / HALF_HOUR);
  const halfHours = Math.ceil(end / HALF_HOUR) - first;
  if (halfHours <= MOST_HALF_HOURS) {
    return {
      unit: 'half hour',
      edges: Array.from({ length: halfHours + 1 }, (_, index) => (first + index) * HALF_HOUR),
    };
  }
  const day = dayStart(Math.max(start, end - MOST_DAYS * 86_400));
  const edges = [day.getTime() / 1000];
  while ((edges.at(-1) ?? end) < end) {
    day.setDate(day.getDate() + 1);
    edges.push(day.getTime() / 1000);
  }
  return { unit: 'day', edges };
};

/** The column that a moment is in; -1: none. */
const columnOf = (edges: readonly number[], time: number): number => {
  let [low, high] = [0, edges.length - 1];
  if (time < (edges[0] ?? 0) || time >= (edges[high] ?? 0)) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= time) low = middle;
    else high = middle;
  }
  return low;
};

/** A row for each machine (or key), the one that was active last first. */
export const heatRows = <Bucket extends HalfHour>(
  buckets: readonly Bucket[],
  { edges }: HeatColumns,
  nameOf: (bucket: Bucket) => string,
): readonly HeatRow[] => {
  const rows = new Map<string, { productId: number; counts: number[]; releases: number[]; last: number }>();
  for (const bucket of buckets) {
    const column = columnOf(edges, bucket.bucketStartUtc);
    if (column < 0) continue;
    const name = nameOf(bucket);
    const identity = `${bucket.productId} ${name}`;
    const empty = (): number[] => Array.from({ length: edges.length - 1 }, () => 0);
    const row = rows.get(identity) ?? { productId: bucket.productId, counts: empty(), releases: empty(), last: 0 };
    row.counts[column] = (row.counts[column] ?? 0) + bucket.refreshCount;
    row.releases[column] = (row.releases[column] ?? 0) + bucket.deactivationCount;
    row.last = Math.max(row.last, bucket.lastEventUtc);
    rows.set(identity, row);
  }
  return [...rows]
    .map(([identity, row]) => ({
      ...row,
      name: identity.slice(identity.indexOf(' ') + 1),
      active: row.counts.filter((count, index) => count + (row.releases[index] ?? 0) > 0).length,
    }))
    .sort((a, b) => b.last - a.last);
};
