import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { AccountSettings } from '../domain/administration.js';
import { createAccount } from '../engine/accounts.js';
import { type AccountDescription, describeAccount, setAccount } from '../engine/administration.js';
import { LIMITS } from '../limits.js';
import {
  type AccountOptions,
  accountOptions,
  nameArgument,
  onOff,
  type SharedOptions,
  sharedOptions,
} from './options.js';
import { answer } from './output.js';
import { withAccount, withSession } from './session.js';

const onOrOff = (value: boolean): string => (value ? 'on' : 'off');

const describe = (account: AccountDescription): string =>
  [
    `Account ${account.accountId}: ${account.name}`,
    `  owner's user id       ${account.userId}`,
    `  Web API 2 private key ${account.privateKey}`,
    `  Web API 2 log         ${onOrOff(account.webApiLog)} (plan: ${onOrOff(account.planLogs)})`,
    `  public key            ${account.publicKeyXml}`,
  ].join('\n');

export const addAccount = (program: Command): void => {
  const account = program.command('account').description('make, show and change accounts');
  sharedOptions(account.command('create').description('make an account with a signing key of its own'))
    .requiredOption('--name <name>', 'what to call it', nameArgument)
    .action((options: SharedOptions & { readonly name: string }) =>
      withSession(options, async ({ engine, writers }) => {
        const created = await describeAccount(engine, await createAccount(writers, options.name));
        answer(options, created, describe(created));
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
    .option('--name <name>', 'what to call it', nameArgument)
    .option('--web-api-log <on|off>', 'may Web API 2 read the log', onOff)
    .option('--plan-logs <on|off>', 'does the account have the Web API 2 log at all', onOff)
    .action(async (options: AccountOptions & AccountSettings, command: Command) => {
      const { name, webApiLog, planLogs } = options;
      const settings: AccountSettings = {
        ...(name === undefined ? {} : { name }),
        ...(webApiLog === undefined ? {} : { webApiLog }),
        ...(planLogs === undefined ? {} : { planLogs }),
      };
      if (Object.keys(settings).length === 0) {
        command.error('error: nothing to set: give --name, --web-api-log or --plan-logs');
      }
      await withAccount(options, async ({ engine }, accountId) => {
        await setAccount(engine, accountId, settings);
        // Servers may go by what they know for this long: afterwards the change is in force on each of them.
        await sleep(LIMITS.cacheMilliseconds);
        const changed = await describeAccount(engine, accountId);
        answer(options, changed, describe(changed));
      });
    });
};
