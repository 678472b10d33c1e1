import type { Milliseconds } from '../../domain/time/units.js';
import type { ProjectionRow } from '../../sql/analytics/projections.js';
import type { RecountRequest } from '../../sql/analytics/recount.js';
import type { Projection, ProjectionName } from './projections/projection.js';

/** Chooses the next work for an account's projections, as a pure function. */

/** An account's progress, read under its lock. */
export interface Progress {
  /** The id of the newest log row. */
  readonly lastId: number;
  readonly rows: readonly ProjectionRow[];
  readonly recount: RecountRequest | undefined;
}

/** One generation of a projection that this program knows. */
export interface Target {
  readonly projection: Projection;
  readonly row: ProjectionRow;
}

/** A projection with a window that could not be folded. */
export interface Trouble {
  /** The id up to which the faulty row is: windows that begin before it are halved. Undefined: no row is the cause. */
  readonly upTo: number | undefined;
  /** End of the projection's backoff (milliseconds of this process's clock). */
  readonly notBefore: number;
}

export type Work =
  | { readonly kind: 'fold'; readonly targets: readonly Target[]; readonly after: number; readonly upTo: number }
  | { readonly kind: 'switch'; readonly row: ProjectionRow }
  | { readonly kind: 'clear'; readonly target: Target }
  | { readonly kind: 'recount'; readonly request: RecountRequest };

export interface Choice {
  readonly projections: readonly Projection[];
  readonly troubleOf: (row: ProjectionRow) => Trouble | undefined;
  /** Log rows that are folded at once into all projections with the same checkpoint. */
  readonly windowRows: number;
  /** Log rows that are folded at once into one that is farther behind than that. */
  readonly farWindowRows: (projection: ProjectionName) => number;
  readonly now: Milliseconds;
  /** false: projections that are nearly up to date come first, for readers; every other step those that are far behind. */
  readonly farthestFirst: boolean;
}

/** A unique name of a generation of a projection. */
export const generationName = ({ projection, generation }: ProjectionRow): string => `${projection} ${generation}`;

const newestOf = (rows: readonly ProjectionRow[], projection: string): number =>
  Math.max(...rows.filter((row) => row.projection === projection).map((row) => row.generation));

/** Neither the active generation nor the one that will replace it. */
const isObsolete = (rows: readonly ProjectionRow[], row: ProjectionRow): boolean =>
  !row.active && row.generation < newestOf(rows, row.projection);

const chooseFold = (progress: Progress, choice: Choice): Work | null => {
  const targets: Target[] = [];
  for (const projection of choice.projections) {
    for (const row of progress.rows) {
      const wanted = row.projection === projection.name && !isObsolete(progress.rows, row);
      const isBackingOff = (choice.troubleOf(row)?.notBefore ?? 0) > choice.now;
      if (wanted && row.last_id < progress.lastId && !isBackingOff) targets.push({ projection, row });
    }
  }
  const checkpoints = targets.map(({ row }) => row.last_id);
  if (checkpoints.length === 0) return null;
  const after = choice.farthestFirst ? Math.min(...checkpoints) : Math.max(...checkpoints);
  const there = targets.filter(({ row }) => row.last_id === after);
  for (const target of there) {
    const badUpTo = choice.troubleOf(target.row)?.upTo ?? 0;
    if (badUpTo > after) {
      return { kind: 'fold', targets: [target], after, upTo: after + Math.ceil((badUpTo - after) / 2) };
    }
  }
  // Far behind, each projection is folded alone, in windows of its own size; near the end, up to the checkpoint of another
  // one, so that both are folded together from there.
  const isNear = (id: number): boolean => progress.lastId - id <= choice.windowRows;
  const others = progress.rows.map((row) => row.last_id).filter((id) => id > after && isNear(id));
  const [first] = there;
  if (first === undefined || isNear(after)) {
    return { kind: 'fold', targets: there, after, upTo: Math.min(progress.lastId, ...others) };
  }
  const rows = choice.farWindowRows(first.projection.name);
  return { kind: 'fold', targets: [first], after, upTo: Math.min(progress.lastId, after + rows, ...others) };
};

const chooseOther = ({ rows, recount }: Progress, { projections }: Choice): Work | null => {
  for (const row of rows) {
    const projection = projections.find(({ name }) => name === row.projection);
    if (row.active || projection === undefined) continue;
    if (isObsolete(rows, row)) return { kind: 'clear', target: { projection, row } };
    const active = rows.find((other) => other.projection === row.projection && other.active);
    if (active === undefined || row.last_id >= active.last_id) return { kind: 'switch', row };
  }
  return recount === undefined ? null : { kind: 'recount', request: recount };
};

/** The next work; null when there is none for now. */
export const chooseWork = (progress: Progress, choice: Choice): Work | null =>
  choice.farthestFirst
    ? (chooseOther(progress, choice) ?? chooseFold(progress, choice))
    : (chooseFold(progress, choice) ?? chooseOther(progress, choice));

/** The progress after a window has been folded. */
export const afterFold = (progress: Progress, work: Extract<Work, { kind: 'fold' }>): Progress => {
  const moved = new Set(work.targets.map(({ row }) => generationName(row)));
  return {
    ...progress,
    rows: progress.rows.map((row) => (moved.has(generationName(row)) ? { ...row, last_id: work.upTo } : row)),
  };
};

/** The id up to which nothing is left to do; -1 while there is work other than folding. */
export const settledTo = ({ lastId, rows, recount }: Progress): number =>
  recount !== undefined || rows.some((row) => !row.active) ? -1 : Math.min(lastId, ...rows.map((row) => row.last_id));
