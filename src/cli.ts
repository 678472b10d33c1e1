import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { addAccount } from './cli/account.js';
import { addAnalytics } from './cli/analytics.js';
import { addCall } from './cli/call.js';
import { addDemo } from './cli/demo.js';
import { addExport } from './cli/export.js';
import { addImport } from './cli/import.js';
import { addKey } from './cli/key.js';
import { addMigrate } from './cli/migrate.js';
import { addProduct } from './cli/product.js';
import { addServe } from './cli/serve.js';
import { note } from './cli/shell/output.js';
import { Interrupted } from './cli/shell/stopSignal.js';
import { addToken } from './cli/token.js';
import { addUser } from './cli/user.js';
import { ConfigError } from './config.js';
import { programVersion } from './programVersion.js';

/** What the shell is told: 0 done, 1 refused or failed, 2 wrong use. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Interrupted) return error.exitCode;
  return error instanceof ConfigError ? 2 : 1;
};

/** People get the reason; where in the program it came from is for those who ask. */
const report = (error: unknown): void => {
  // commander has already said what is wrong.
  if (error instanceof CommanderError) return;
  if (error instanceof Interrupted) {
    note(error.message);
    return;
  }
  const wantsStack = process.env.KEYLEDGER_LOG_LEVEL === 'debug' || process.env.KEYLEDGER_LOG_LEVEL === 'trace';
  const reason = error instanceof Error ? error.message : String(error);
  note(`error: ${wantsStack ? inspect(error) : reason}`);
};

// Before any command is added: commands inherit how the program ends.
const program = new Command('keyledger')
  .description('A self-hosted licence server that keeps a record of everything.')
  .version(programVersion())
  .exitOverride()
  .showHelpAfterError('(--help shows what there is)');
addServe(program);
addDemo(program);
addAccount(program);
addProduct(program);
addToken(program);
addUser(program);
addKey(program);
addCall(program);
addImport(program);
addExport(program);
addAnalytics(program);
addMigrate(program);

try {
  await program.parseAsync();
} catch (error) {
  report(error);
  process.exitCode = exitCodeOf(error);
}
