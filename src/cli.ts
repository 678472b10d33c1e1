import { Command } from 'commander';
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
import { report } from './cli/shell/report.js';
import { addToken } from './cli/token.js';
import { addUser } from './cli/user.js';
import { programVersion } from './programVersion.js';

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
  process.exitCode = report(error);
}
