import assert from 'node:assert/strict';
import { need } from '../../src/domain/batch/need.js';
import { granted } from '../../src/domain/batch/outcome.js';
import type { License } from '../../src/domain/entities/licensing.js';
import { findDifferences } from '../../src/engine/analytics/analytics.js';
import { ProjectionSteps, type StepOptions } from '../../src/engine/analytics/projectionSteps.js';
import { PROJECTIONS } from '../../src/engine/analytics/projections/all.js';
import type { Projection } from '../../src/engine/analytics/projections/projection.js';
import { addLicense } from './licenses.js';
import { addBareAccount, PlantedLog } from './plantedLog.js';
import { productOf } from './randomPlantedRows.js';
import { foldedTables, recountedTables } from './recountedTables.js';
import type { TestServer } from './server.js';

/** Excluded from the beginning; the licenses from 4 on are deleted. */
const EXCLUDED: readonly number[] = [2, 3];

/** Folds all of an account's log and does whatever else there is to do, and fails when something cannot be folded. */
export const foldAccount = async (server: TestServer, accountId: number): Promise<void> => {
  const steps = stepsOf(server);
  while ((await steps.step(accountId)) !== 'settled');
};

const stepsOf = (server: TestServer, options: Partial<StepOptions> = {}): ProjectionSteps =>
  new ProjectionSteps({
    writers: server.writers,
    projections: PROJECTIONS,
    onTrouble: ({ error }) => assert.fail(error instanceof Error ? error : String(error)),
    ...options,
  });

/** Accounts with a planted log, and their projections without a projector. */
export class FoldedLogs {
  readonly #server: TestServer;
  #accounts = 100;

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** An account with an empty log and the licenses 1 to 6. */
  async create(): Promise<FoldedLog> {
    this.#accounts += 1;
    const accountId = this.#accounts;
    await addBareAccount(this.#server.writers, accountId);
    for (const licenseId of [1, 2, 3, 4, 5, 6]) {
      const details = { productId: productOf(licenseId), key: `KEY-${licenseId}` };
      const flags = { excludedFromAnalytics: EXCLUDED.includes(licenseId), deletedAt: licenseId > 3 ? 1 : null };
      await addLicense(this.#server.engine, { ...details, ...flags }, accountId);
    }
    return new FoldedLog(this.#server, accountId);
  }
}

/** One account. */
export class FoldedLog extends PlantedLog {
  readonly #server: TestServer;
  readonly excluded = new Set(EXCLUDED);
  readonly passedOver = new Set<number>();

  constructor(server: TestServer, accountId: number) {
    super(server.writers, accountId);
    this.#server = server;
  }

  /** By default with every projection, and failing when anything cannot be folded. */
  steps(options: Partial<StepOptions> = {}): ProjectionSteps {
    return stepsOf(this.#server, options);
  }

  /** Takes steps until there is nothing left to do. */
  async settle(steps = this.steps()): Promise<void> {
    while ((await steps.step(this.accountId)) !== 'settled');
  }

  /** Changes a license's exclusion as the method does, but for the log row, whose time would be today. */
  async setExcluded(licenseId: number, excluded: boolean): Promise<void> {
    if (excluded) this.excluded.add(licenseId);
    else this.excluded.delete(licenseId);
    const { outcome } = await this.#server.engine.submit(this.accountId, {
      method: 0,
      caller: { kind: 'shell', accountId: this.accountId },
      ip: '',
      needs: [need.license({ licenseId })],
      decide: (state) => {
        const license = state.licenseById(licenseId) as License;
        return granted({}, { writes: [{ kind: 'license', row: { ...license, excludedFromAnalytics: excluded } }] });
      },
    });
    assert(outcome.granted);
  }

  /** The tables hold what one count of all rows gives: one by this program and, of the seats too, one by SQL. */
  async assertFolded(): Promise<void> {
    const folded = await foldedTables(this.#server.readers.run, this.accountId);
    assert.deepEqual(folded, recountedTables(this.rows, this.excluded, this.passedOver));
    await this.assertEqualSoFar();
  }

  /** Each table holds what a recount by SQL gives of the rows up to where its projection stands. */
  async assertEqualSoFar(projections: readonly Projection[] = PROJECTIONS): Promise<void> {
    assert.deepEqual(await findDifferences(this.#server.writers, this.accountId, projections), []);
  }
}
