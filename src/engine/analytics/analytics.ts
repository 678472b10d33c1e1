import { setTimeout as sleep } from 'node:timers/promises';
import type { Readers, Writers } from '../../db/connections.js';
import { transaction } from '../../db/transaction.js';
import * as sql from '../../sql/analytics/projections.js';
import type { Difference } from '../../sql/analytics/verifyProjections.js';
import type { ProjectionSteps } from './projectionSteps.js';
import type { Projection, ProjectionName } from './projections/projection.js';

/** Looking after the tables of usage analytics, whether a server runs or not. */

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
  readonly passedOver: readonly sql.PassedOver[];
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

/** How far a projection is behind the log: in the account where it is worst, and the rows of all accounts. */
export interface WorstLag {
  readonly rows: number;
  readonly seconds: number;
  readonly rowsOfAllAccounts: number;
}

/** By projection. Those that are nowhere behind are absent. */
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

/** Takes steps until everything of the account is done, beside a server that does the same. Ends early when interrupted. */
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
 * Asks for projections to be rebuilt from the log. Readers see the present generation until the new one has caught
 * up; the process that takes the account's steps does the work, also after this process has ended.
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

/** A table that is not what its log says. */
export interface FoundDifference extends Difference {
  readonly projection: ProjectionName;
}

/** Counts the log again, up to where each projection stands. Reads all of it: minutes for a long one. */
export const findDifferences = async (
  writers: Writers,
  accountId: number,
  projections: readonly Projection[],
): Promise<readonly FoundDifference[]> => {
  // Not among the readers, whose statements are stopped after some seconds.
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
