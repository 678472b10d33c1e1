import { type Command, InvalidArgumentError } from 'commander';
import {
  findDifferences,
  type ProjectionStatus,
  projectionStatus,
  requestRebuild,
} from '../engine/analytics/analytics.js';
import { PROJECTIONS } from '../engine/analytics/projections/all.js';
import type { Projection } from '../engine/analytics/projections/projection.js';
import { OperatorError } from '../operatorError.js';
import { type AccountOptions, accountOptions } from './shell/options.js';
import { answer, table } from './shell/output.js';
import { withAccount } from './shell/session.js';
import { settle } from './shell/settle.js';

interface ProjectionOptions extends AccountOptions {
  readonly projection?: Projection;
}

const projectionArgument = (text: string): Projection => {
  const found = PROJECTIONS.find(({ name }) => name === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`There are: ${PROJECTIONS.map(({ name }) => name).join(', ')}.`);
};

const statusText = (statuses: readonly ProjectionStatus[]): string =>
  statuses.length === 0
    ? 'Nothing has been folded yet: a running server folds each log row within a second or two.'
    : table(
        ['projection', 'generation', 'log rows', 'rows behind', 'seconds behind', 'skipped'],
        statuses.map((status) => [
          status.projection,
          `${status.generation}${status.active ? '' : ' (not shown)'}`,
          String(status.lastId),
          String(status.rowsBehind),
          status.secondsBehind.toFixed(1),
          status.passedOver.map(({ id, error }) => `${id}: ${error}`).join('; '),
        ]),
      );

const status = (options: AccountOptions): Promise<void> =>
  withAccount(options, async ({ engine }, accountId) => {
    const projections = await projectionStatus(engine.access(accountId), accountId);
    answer(options, { projections }, statusText(projections));
  });

const rebuild = (options: ProjectionOptions): Promise<void> =>
  withAccount(options, async (session, accountId) => {
    const names = (options.projection === undefined ? PROJECTIONS : [options.projection]).map(({ name }) => name);
    await requestRebuild(session.writers, accountId, names);
    await settle(session, accountId);
    // A failed projection has a cooldown: everything else is done by then.
    const left = (await projectionStatus(session.engine.access(accountId), accountId)).filter(({ active }) => !active);
    const unfinished = names.filter((name) => left.some(({ projection }) => projection === name));
    if (unfinished.length > 0) {
      throw new OperatorError(
        'unfinished',
        `Not rebuilt yet: ${unfinished.join(', ')}. The current tables stay in use; the next fold of the log retries.`,
      );
    }
    answer(options, { rebuilt: names }, `Rebuilt: ${names.join(', ')}.`);
  });

const verify = (options: ProjectionOptions): Promise<void> =>
  withAccount(options, async (session, accountId) => {
    await settle(session, accountId);
    const wanted = options.projection === undefined ? PROJECTIONS : [options.projection];
    const differences = await findDifferences(session.writers, accountId, wanted);
    const text = differences.map(
      ({ projection, recounted, held }) =>
        `${projection} differs\n  from the log: ${JSON.stringify(recounted)}\n  in the table: ${JSON.stringify(held)}`,
    );
    answer(options, { equal: differences.length === 0, differences }, text.length === 0 ? 'equal' : text.join('\n'));
    if (differences.length > 0) throw new OperatorError('inconsistent', 'The derived tables differ from the log.');
  });

export const addAnalytics = (program: Command): void => {
  const analytics = program.command('analytics').description('tables that usage analytics derive from the log');
  accountOptions(analytics.command('status').description('show the progress of each one')).action(status);
  accountOptions(analytics.command('rebuild').description('rebuild them from the log while the server runs'))
    .option('--projection <name>', 'only this one', projectionArgument)
    .action(rebuild);
  accountOptions(analytics.command('verify').description('count the whole log again and compare'))
    .option('--projection <name>', 'only this one', projectionArgument)
    .action(verify);
};
