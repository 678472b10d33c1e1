import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { AccountSettings } from '../domain/identity/administration.js';
import { type AccountDescription, describeAccount, setPlanLogs } from '../engine/administration/administration.js';
import { createAccount, type ListedAccount, listAccounts } from '../engine/identity/accounts.js';
import { LIMITS } from '../limits.js';
import { callFromShell } from './shell/callFromShell.js';
import {
  type AccountOptions,
  accountOptions,
  integerBetween,
  nameArgument,
  naturalNumber,
  onOff,
  type SharedOptions,
  sharedOptions,
} from './shell/options.js';
import { answer, dateTime, table } from './shell/output.js';
import { withAccount, withSession } from './shell/session.js';

/** Accounts listed at a time, at most. */
const LISTED_ACCOUNTS = 1_000;

const onOrOff = (value: boolean): string => (value ? 'on' : 'off');

const describe = (account: AccountDescription): string =>
  [
    `Account ${account.accountId}: ${account.name}`,
    `  owner's user id       ${account.userId}`,
    `  Web API 2 private key ${account.privateKey}`,
    `  Web API 2 log         ${onOrOff(account.webApiLog)} (plan: ${onOrOff(account.planLogs)})`,
    `  public key            ${account.publicKeyXml}`,
  ].join('\n');

interface ListOptions extends SharedOptions {
  readonly after: number;
  readonly limit: number;
}

const describeAll = (accounts: readonly ListedAccount[]): string =>
  table(
    ['Id', 'Name', 'Created', 'Log rows', 'Last one', 'Events'],
    accounts.map(({ accountId, name, created, logRows, lastLogged, events }) => [
      ...[String(accountId), name, dateTime(created)],
      ...[String(logRows), dateTime(lastLogged), String(events)],
    ]),
  );

export const addAccount = (program: Command): void => {
  const account = program.command('account').description('create, list, show and change accounts');
  sharedOptions(account.command('create').description('create an account with a signing key of its own'))
    .requiredOption('--name <name>', 'its name', nameArgument)
    .action((options: SharedOptions & { readonly name: string }) =>
      withSession(options, async ({ engine, writers }) => {
        const created = await describeAccount(engine, await createAccount(writers, options.name));
        answer(options, created, describe(created));
      }),
    );
  sharedOptions(account.command('list').description('list the accounts with what their logs hold'))
    .option('--after <n>', 'list the accounts after this one', naturalNumber, 0)
    .option('--limit <n>', `how many, at most ${LISTED_ACCOUNTS}`, integerBetween(1, LISTED_ACCOUNTS), 100)
    .action((options: ListOptions) =>
      withSession(options, async ({ readers }) => {
        const found = await listAccounts(readers, options.after, options.limit + 1);
        const accounts = found.slice(0, options.limit);
        const next = found.length > accounts.length ? (accounts.at(-1)?.accountId ?? null) : null;
        const more = next === null ? '' : `\nMore accounts: --after ${next}`;
        answer(options, { accounts, next }, `${describeAll(accounts)}${more}`);
      }),
    );
  accountOptions(account.command('show').description('show an account and its public key')).action(
    (options: AccountOptions) =>
      withAccount(options, async ({ engine }, accountId) => {
        const shown = await describeAccount(engine, accountId);
        answer(options, shown, describe(shown));
      }),
  );
  accountOptions(account.command('set').description('change settings of an account'))
    .option('--name <name>', 'its name', nameArgument)
    .option('--web-api-log <on|off>', 'whether Web API 2 may read the log', onOff)
    .option('--plan-logs <on|off>', 'whether the account has the Web API 2 log', onOff)
    .action(async (options: AccountOptions & AccountSettings, command: Command) => {
      const { name, webApiLog, planLogs } = options;
      if (name === undefined && webApiLog === undefined && planLogs === undefined) {
        command.error('error: nothing to set: give --name, --web-api-log or --plan-logs');
      }
      await withAccount(options, async ({ engine }, accountId) => {
        const call = callFromShell(engine, accountId);
        if (name !== undefined) await call('account/SetName', { Name: name });
        if (webApiLog !== undefined) await call('account/SetWebAPILog', { Enabled: webApiLog });
        if (planLogs !== undefined) await setPlanLogs(engine, accountId, planLogs);
        // Servers cache settings for this long; after it the change is effective on all of them.
        await sleep(LIMITS.cacheMilliseconds);
        const changed = await describeAccount(engine, accountId);
        answer(options, changed, describe(changed));
      });
    });
};
