import type { Command } from 'commander';
import { createProduct } from '../engine/identity/administration.js';
import { type AccountOptions, accountOptions, nameArgument, positiveInteger } from './shell/options.js';
import { answer } from './shell/output.js';
import { withAccount } from './shell/session.js';

interface CreateOptions extends AccountOptions {
  readonly name: string;
  readonly description: string;
  readonly id?: number;
  readonly public?: true;
}

export const addProduct = (program: Command): void => {
  const product = program.command('product').description('make products');
  accountOptions(product.command('create').description('make a product'))
    .requiredOption('--name <name>', 'what to call it', nameArgument)
    .option('--description <text>', 'more about it', nameArgument, '')
    .option('--id <n>', 'its id, instead of the next free one', positiveInteger)
    .option('--public', 'Web API 2 may use it')
    .action((options: CreateOptions) =>
      withAccount(options, async ({ engine }, accountId) => {
        const { productId, hsum, name, isPublic } = await createProduct(engine, accountId, {
          name: options.name,
          description: options.description,
          isPublic: options.public === true,
          productId: options.id,
        });
        answer(
          options,
          { productId, hsum, name, isPublic },
          `Product ${productId}: ${name}\n  Web API 2 hsum ${hsum}${isPublic ? ', public' : ''}`,
        );
      }),
    );
};
