import type { Command } from 'commander';
import { AdministrationRefused, shellToken } from '../engine/administration.js';
import { callAs } from '../methods/call.js';
import { methodNamed } from '../methods/methodNamed.js';
import { type AccountOptions, accountOptions, positiveInteger } from './options.js';
import { answer } from './output.js';
import { withAccount } from './session.js';

interface DeleteOptions extends AccountOptions {
  readonly product: number;
  readonly key: string;
}

export const addKey = (program: Command): void => {
  const key = program.command('key').description('keys');
  accountOptions(key.command('delete').description('delete a key; the log keeps naming it'))
    .requiredOption('--product <id>', 'the product id', positiveInteger)
    .requiredOption('--key <key>', 'the key string')
    .action((options: DeleteOptions) =>
      withAccount(options, async ({ engine }, accountId) => {
        const method = methodNamed('key/DeleteKey');
        if (method === undefined) throw new AdministrationRefused('This version cannot delete keys.');
        const parameters = new Map<string, unknown>([
          ['productid', options.product],
          ['key', options.key],
        ]);
        const caller = { accountId, token: shellToken(accountId) };
        const { body } = await callAs(engine, method, parameters, caller, '');
        if (body.result !== 0) throw new AdministrationRefused(String(body.message));
        answer(options, { productId: options.product, key: options.key, deleted: true }, `${options.key} is deleted.`);
      }),
    );
};
