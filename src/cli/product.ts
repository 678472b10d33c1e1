import type { Command } from 'commander';
import { need } from '../domain/batch/need.js';
import type { Product } from '../domain/entities/licensing.js';
import { createProductWithId } from '../engine/administration/administration.js';
import type { Engine } from '../engine/engine.js';
import { callFromShell } from './shell/callFromShell.js';
import { type AccountOptions, accountOptions, nameArgument, positiveInteger } from './shell/options.js';
import { answer } from './shell/output.js';
import { withAccount } from './shell/session.js';

interface CreateOptions extends AccountOptions {
  readonly name: string;
  readonly description: string;
  readonly id?: number;
  readonly public?: true;
}

/** Calls the method, except for a chosen id, which no method accepts. */
const create = async (engine: Engine, accountId: number, options: CreateOptions): Promise<Product> => {
  const { name, description, id, public: isPublic = false } = options;
  if (id !== undefined) return createProductWithId(engine, accountId, { name, description, isPublic, productId: id });
  const parameters = { Name: name, Description: description, IsPublic: isPublic };
  const created = await callFromShell(engine, accountId)('product/CreateProduct', parameters);
  const productId = Number(created.productId);
  const product = (await engine.access(accountId).load([need.product(productId)])).product(productId);
  if (product === undefined) throw new Error(`product ${productId} was created but is missing`);
  return product;
};

export const addProduct = (program: Command): void => {
  const product = program.command('product').description('create products');
  accountOptions(product.command('create').description('create a product'))
    .requiredOption('--name <name>', 'its name', nameArgument)
    .option('--description <text>', 'a description', nameArgument, '')
    .option('--id <n>', 'the id, instead of the next free one', positiveInteger)
    .option('--public', 'usable through Web API 2')
    .action((options: CreateOptions) =>
      withAccount(options, async ({ engine }, accountId) => {
        const { productId, hsum, name, isPublic } = await create(engine, accountId, options);
        answer(
          options,
          { productId, hsum, name, isPublic },
          `Product ${productId}: ${name}\n  Web API 2 hsum ${hsum}${isPublic ? ', public' : ''}`,
        );
      }),
    );
};
