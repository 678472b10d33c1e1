import { isDataError, isWorthRetrying } from '../../db/sqlState.js';
import { type Prepared, type TransactionConnection, type TransactionPool, transaction } from '../../db/transaction.js';
import { LIMITS } from '../../limits.js';
import type { ProjectionRow } from '../../sql/analytics/projections.js';
import * as sql from '../../sql/analytics/projections.js';
import { nextRecount } from '../../sql/analytics/recount.js';
import { lastLogId } from '../../sql/log/logBounds.js';
import type { Run, Statement } from '../../sql/statement.js';
import { FoldPace } from './foldPace.js';
import type { Projection } from './projections/projection.js';
import {
  afterFold,
  type Choice,
  chooseWork,
  generationName,
  type Progress,
  settledTo,
  type Target,
  type Trouble,
  type Work,
} from './projectionWork.js';
import { recountDay } from './recountDay.js';

/** Rows of an obsolete generation that one statement removes. */
const CLEARED_ROWS = 10_000;

/** Log rows that a projection may skip because they could not be folded. More of them indicate a fault of the program. */
const SKIPPED_ROWS_MOST = 1_000;

/** The pool of connections for the steps. */
export type StepConnections = TransactionPool<TransactionConnection>;

/**
 * - `more`: some work was done, and there may be more
 * - `settled`: nothing is left that this process can do now
 * - `busy`: another process holds the account's lock
 */
export type StepResult = 'more' | 'settled' | 'busy';

export interface StepOptions {
  readonly writers: StepConnections;
  readonly projections: readonly Projection[];
  /** Called when rows could not be folded; the account's other work continues. */
  readonly onTrouble: (trouble: FoldTrouble) => void;
  /** Log rows folded in one transaction. Default: the program's limits, adapted to the measured time. */
  readonly windowRows?: () => number;
}

/** A row that was skipped (`id`), or a projection whose next attempt is delayed. */
export interface FoldTrouble {
  readonly accountId: number;
  readonly projection: string;
  readonly generation: number;
  /** The row; undefined when the data of a row is not the cause. */
  readonly id: number | undefined;
  readonly error: unknown;
}

/** Backoff of a projection that failed for a reason other than the data of a row. */
const BACKOFF_MS = 10_000;

/** A fold that failed for a reason other than the connection. */
class FoldFailed extends Error {
  readonly target: Target;
  readonly after: number;
  readonly upTo: number;

  constructor(target: Target, window: { readonly after: number; readonly upTo: number }, cause: unknown) {
    super(`${target.row.projection} could not be folded`, { cause });
    this.target = target;
    this.after = window.after;
    this.upTo = window.upTo;
  }
}

/**
 * One step of an account's projections: one transaction that takes the account's lock, folds a window of the log (or does
 * some other work) and advances the checkpoints, so that a failed step has no effect.
 */
export class ProjectionSteps {
  readonly #options: StepOptions;
  /** By account, then by the name of the generation. */
  readonly #troubles = new Map<number, Map<string, Trouble>>();
  /** Accounts whose next step begins with projections that are far behind. */
  readonly #farthestFirst = new Set<number>();
  readonly #pace = new FoldPace();

  constructor(options: StepOptions) {
    this.#options = options;
  }

  /** Runs one step. Steps of one account must not overlap. Rejects when the connection is lost: then retry. */
  async step(accountId: number): Promise<StepResult> {
    try {
      return await transaction(this.#options.writers, async ({ run }) => {
        try {
          return await this.#take(run, accountId);
        } catch (error) {
          // Start with new rows again, so that work which always fails does not delay them.
          this.#farthestFirst.delete(accountId);
          throw error;
        }
      });
    } catch (error) {
      if (!(error instanceof FoldFailed)) throw error;
      await this.#noteTrouble(accountId, error);
      return 'more';
    }
  }

  async #take(run: Run, accountId: number): Promise<Prepared<StepResult>> {
    const progress = await this.#lock(run, accountId);
    if (progress === 'busy') return { result: 'busy', statements: [] };
    if (progress === 'new') return { result: 'more', statements: [sql.addAnalyticsAccount(accountId)] };
    const choice = this.#choice(accountId);
    const work = chooseWork(progress, choice);
    const statements = work === null ? [] : await this.#do(run, accountId, work, progress);
    const next = work?.kind === 'fold' ? afterFold(progress, work) : progress;
    const isSettled = work === null || (work.kind === 'fold' && chooseWork(next, choice) === null);
    if (!isSettled) {
      if (!this.#farthestFirst.delete(accountId)) this.#farthestFirst.add(accountId);
      return { result: 'more', statements };
    }
    this.#farthestFirst.delete(accountId);
    const upTo = settledTo(next);
    return {
      result: 'settled',
      statements: [
        ...statements,
        // Projections that were added are committed, even if there is nothing to settle.
        ...(upTo === progress.settledTo && !progress.added ? [] : [sql.settle(accountId, upTo)]),
      ],
    };
  }

  #choice(accountId: number): Choice {
    const troubles = this.#troubles.get(accountId);
    return {
      projections: this.#options.projections,
      troubleOf: (row) => troubles?.get(generationName(row)),
      windowRows: this.#options.windowRows?.() ?? LIMITS.projectionWindowRows,
      farWindowRows: (projection) => this.#options.windowRows?.() ?? this.#pace.rowsFor(projection),
      now: Date.now(),
      farthestFirst: this.#farthestFirst.has(accountId),
    };
  }

  /** Takes the account's lock and reads its progress. */
  async #lock(run: Run, accountId: number): Promise<'busy' | 'new' | Begun> {
    const [locked] = await run(sql.lockAnalytics(accountId));
    if (locked === undefined) {
      const [known] = await run(sql.isAnalyticsAccount(accountId));
      return known === undefined ? 'new' : 'busy';
    }
    // The head before the recounts: a recount requested in between has a log row beyond the head that was read.
    const [rows, [head], [recount]] = await Promise.all([
      run(sql.projectionRows(accountId)),
      run(lastLogId(accountId)),
      run(nextRecount(accountId)),
    ]);
    if (head === undefined) throw new Error(`account ${accountId} has no log head`);
    const progress = { lastId: head.id, rows, recount, settledTo: locked.settled_to, added: false };
    const names = this.#options.projections.map(({ name }) => name);
    if (names.every((name) => rows.some((row) => row.projection === name))) return progress;
    const [, withNew] = await Promise.all([
      run(sql.addProjections(accountId, names)),
      run(sql.projectionRows(accountId)),
    ]);
    return { ...progress, rows: withNew, added: true };
  }

  /** Does the work in the transaction; returns the statements to be sent with the commit. */
  async #do(run: Run, accountId: number, work: Work, progress: Begun): Promise<readonly Statement<object>[]> {
    switch (work.kind) {
      case 'fold':
        return await this.#fold(run, accountId, work);
      case 'switch': {
        const { projection, generation } = work.row;
        return [
          sql.deactivateProjection(accountId, projection),
          sql.activateProjection(accountId, projection, generation),
        ];
      }
      case 'clear': {
        const { projection, row } = work.target;
        const answers = await Promise.all(
          projection.clear(accountId, row.generation, CLEARED_ROWS).map((statement) => run(statement)),
        );
        const isCleared = answers.flat().every(({ removed }) => removed === 0);
        // Without a statement there would be no commit.
        return isCleared
          ? [sql.removeGeneration(accountId, row.projection, row.generation)]
          : [sql.settle(accountId, -1)];
      }
      case 'recount':
        return await recountDay(run, accountId, work.request, progress, this.#options.projections);
    }
  }

  async #fold(run: Run, accountId: number, work: Extract<Work, { kind: 'fold' }>): Promise<Statement<object>[]> {
    const { targets, after, upTo } = work;
    const failures: { readonly target: Target; readonly error: unknown }[] = [];
    const began = performance.now();
    const settle = async (target: Target, done: Promise<unknown>): Promise<void> => {
      await done.catch((error: unknown) => failures.push({ target, error }));
    };
    const [first] = targets;
    const settings =
      first !== undefined && upTo - after > LIMITS.projectionWindowRows
        ? [settle(first, run(sql.expectManyRows(accountId)))]
        : [];
    // Wait for all, even after a failure: a statement sent after the rollback would run outside of the transaction.
    await Promise.all([
      ...settings,
      ...targets.map((target) => {
        const { generation } = target.row;
        return settle(target, target.projection.fold(run, { accountId, generation, after, upTo }));
      }),
    ]);
    // The first error is the cause: after it the transaction refuses every statement.
    const [failure] = failures;
    if (failure !== undefined) {
      if (isWorthRetrying(failure.error)) throw failure.error;
      throw new FoldFailed(failure.target, work, failure.error);
    }
    if (first !== undefined && targets.length === 1) {
      this.#pace.note(first.projection.name, upTo - after, performance.now() - began);
    }
    const troubles = this.#troubles.get(accountId);
    for (const { row } of targets) {
      if ((troubles?.get(generationName(row))?.upTo ?? 0) <= upTo) troubles?.delete(generationName(row));
    }
    return [
      sql.moveProjections(
        accountId,
        targets.map(({ row }) => row),
        upTo,
      ),
    ];
  }

  async #noteTrouble(accountId: number, { target, after, upTo, cause }: FoldFailed): Promise<void> {
    const { projection, generation, passed_over: skipped } = target.row;
    const isRowsFault = isDataError(cause) && skipped.length < SKIPPED_ROWS_MOST;
    const isOneRow = isRowsFault && upTo - after === 1;
    if (isOneRow) await this.#skip(accountId, target.row, upTo, cause);
    if (isOneRow || !isRowsFault) {
      const id = isOneRow ? upTo : undefined;
      this.#options.onTrouble({ accountId, projection, generation, id, error: cause });
    }
    const troubles = this.#troubles.get(accountId) ?? new Map<string, Trouble>();
    this.#troubles.set(accountId, troubles);
    if (isOneRow) troubles.delete(generationName(target.row));
    else {
      const trouble = isRowsFault ? { upTo, notBefore: 0 } : { upTo: undefined, notBefore: Date.now() + BACKOFF_MS };
      troubles.set(generationName(target.row), trouble);
    }
  }

  async #skip(accountId: number, row: ProjectionRow, id: number, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    await transaction(this.#options.writers, async ({ run }) => {
      const progress = await this.#lock(run, accountId);
      const isThere = (other: ProjectionRow): boolean =>
        generationName(other) === generationName(row) && other.last_id === id - 1;
      // Otherwise another process holds the account or has already done the work.
      const isNext = typeof progress === 'object' && progress.rows.some(isThere);
      const statements = isNext ? [sql.skipRow(accountId, row, { id, error: reason })] : [];
      return { result: undefined, statements };
    });
  }
}

/** An account's progress at the beginning of a step. */
interface Begun extends Progress {
  readonly settledTo: number;
  /** Projections were added in this step. */
  readonly added: boolean;
}
