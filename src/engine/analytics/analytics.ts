import { setTimeout as sleep } from 'node:timers/promises';
import type { Readers, Writers } from '../../db/connections.js';
import { transaction } from '../../db/transaction.js';
import * as sql from '../../sql/analytics/projections.js';
import type { Difference } from '../../sql/analytics/verifyProjections.js';
import type { ProjectionSteps } from './projectionSteps.js';
import type { Projection, ProjectionName } from './projections/projection.js';

/** Maintenance of the tables of usage analytics; works with and without a running server. */

/** A generation of a projection of one account. */
export interface ProjectionStatus {
  readonly projection: string;
  readonly generation: number;
  /** What readers see. The others are being filled or removed. */
  readonly active: boolean;
  /** Log rows up to this id are in it. */
  readonly lastId: number;
  /** Log rows, and seconds since the first of them, that are not in it. */
  readonly rowsBehind: number;
  readonly secondsBehind: number;
  readonly passedOver: readonly sql.SkippedRow[];
}

export const projectionStatus = async (
  readers: Pick<Readers, 'run'>,
  accountId: number,
): Promise<readonly ProjectionStatus[]> => {
  const rows = await readers.run(sql.projectionStatus(accountId));
  return rows.map((row) => ({
    projection: row.projection,
    generation: row.generation,
    active: row.active,
    lastId: row.last_id,
    rowsBehind: row.rows,
    secondsBehind: row.milliseconds / 1000,
    passedOver: row.passed_over,
  }));
};

/** How far a projection is behind the log: in the account with the largest lag, and the rows over all accounts. */
export interface WorstLag {
  readonly rows: number;
  readonly seconds: number;
  readonly rowsOfAllAccounts: number;
}

/** The largest lag by projection. Projections without lag are absent. */
export const worstLag = async (readers: Pick<Readers, 'run'>): Promise<Readonly<Record<string, WorstLag>>> => {
  const lags = await readers.run(sql.worstLag());
  return Object.fromEntries(
    lags.map(({ projection, rows, milliseconds, all_rows: rowsOfAllAccounts }) => [
      projection,
      { rows, seconds: milliseconds / 1000, rowsOfAllAccounts },
    ]),
  );
};

const WAIT_MS = 50;

/** Runs steps until the account is up to date; a server may do the same concurrently. Ends early when interrupted. */
export const settleAnalytics = async (
  steps: ProjectionSteps,
  accountId: number,
  interrupted: AbortSignal,
): Promise<void> => {
  for (;;) {
    interrupted.throwIfAborted();
    const result = await steps.step(accountId);
    if (result === 'settled') return;
    if (result === 'busy') await sleep(WAIT_MS);
  }
};

/**
 * Requests a rebuild of projections from the log. Readers see the current generation until the new one has caught
 * up; any process that runs the account's steps does the work, also after this process has ended.
 */
export const requestRebuild = async (
  writers: Writers,
  accountId: number,
  projections: readonly ProjectionName[],
): Promise<void> => {
  await writers.write([sql.addAnalyticsAccount(accountId)]);
  await transaction(writers, async ({ run }) => {
    await run(sql.awaitAnalytics(accountId));
    return {
      result: undefined,
      statements: [
        sql.addProjections(accountId, projections),
        sql.addGeneration(accountId, projections),
        sql.settle(accountId, -1),
      ],
    };
  });
};

/** A row of a projection that differs from a recount of the log. */
export interface FoundDifference extends Difference {
  readonly projection: ProjectionName;
}

/** Recounts the log up to each projection's checkpoint. Reads the whole log, which may take minutes. */
export const findDifferences = async (
  writers: Writers,
  accountId: number,
  projections: readonly Projection[],
): Promise<readonly FoundDifference[]> => {
  // Not on a reader, whose statements have a timeout of some seconds.
  return await transaction(writers, async ({ run }) => {
    const found: FoundDifference[] = [];
    for (const { name, verify } of projections) {
      for (const statement of verify) {
        const [difference] = await run(statement(accountId));
        if (difference !== undefined) found.push({ projection: name, ...difference });
      }
    }
    return { result: found, statements: [] };
  });
};
