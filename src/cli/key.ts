import type { Command } from 'commander';
import { callFromShell } from './shell/callFromShell.js';
import { type AccountOptions, accountOptions, positiveInteger } from './shell/options.js';
import { answer } from './shell/output.js';
import { withAccount } from './shell/session.js';

interface KeyOptions extends AccountOptions {
  readonly product: number;
  readonly key: string;
}

/** A method of one key, called by the account's owner. */
interface KeyAction {
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly done: object;
  /** The outcome, printed after the key string. */
  readonly text: string;
}

const onKey = (command: Command, { method, parameters, done, text }: KeyAction): void => {
  accountOptions(command)
    .requiredOption('--product <id>', 'the product id', positiveInteger)
    .requiredOption('--key <key>', 'the key string')
    .action((options: KeyOptions) =>
      withAccount(options, async ({ engine }, accountId) => {
        const { product: productId, key } = options;
        await callFromShell(engine, accountId)(method, { ProductId: productId, Key: key, ...parameters });
        answer(options, { productId, key, ...done }, `${key} ${text}`);
      }),
    );
};

export const addKey = (program: Command): void => {
  const key = program.command('key').description('delete keys, exclude them from the analytics');
  onKey(key.command('delete').description('delete a key; the log keeps naming it'), {
    method: 'key/DeleteKey',
    parameters: {},
    done: { deleted: true },
    text: 'is deleted.',
  });
  onKey(key.command('exclude').description('exclude a test key from the daily usage analytics'), {
    method: 'key/SetExcludedFromAnalytics',
    parameters: { Excluded: true },
    done: { excluded: true },
    text: 'is excluded from the daily usage analytics.',
  });
  onKey(key.command('include').description('include a key in the daily usage analytics again'), {
    method: 'key/SetExcludedFromAnalytics',
    parameters: { Excluded: false },
    done: { excluded: false },
    text: 'is included in the daily usage analytics.',
  });
};
