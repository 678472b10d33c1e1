import type { Command } from 'commander';
import { type ConfigOptions, readConfig } from '../config.js';
import { startServer } from '../main.js';
import { createLog } from '../telemetry/log.js';
import { isWorker, serveAsWorker, startWorkers } from '../workers.js';
import { sharedOptions } from './shell/options.js';
import { answer } from './shell/output.js';
import { aborted, withStopSignal } from './shell/stopSignal.js';

const describe = (url: string, welcome: string | undefined): string =>
  [
    `Keyledger runs at ${url}`,
    ...(welcome === undefined ? [] : [`To sign in, set the owner's password (once, within 7 days): ${welcome}`]),
  ].join('\n');

/** Runs the server until SIGTERM or SIGINT, which drain it. */
export const addServe = (program: Command): void => {
  sharedOptions(program.command('serve').description('run the server'))
    .option('--host <host>', 'the address to listen on (HOST, default 127.0.0.1)')
    .option('--port <port>', 'the port to listen on (PORT, default 8080)')
    .option('--trust-proxy <list>', 'trusted proxies for X-Forwarded-For, separated by commas (KEYLEDGER_TRUST_PROXY)')
    .option(
      '--workers <n>',
      'number of server processes that share the address and the database (KEYLEDGER_WORKERS, default 1)',
    )
    .action(async (options: ConfigOptions & { readonly json?: true }) => {
      const config = readConfig(options);
      const log = createLog(config.logLevel);
      if (isWorker()) return await serveAsWorker(config, log);
      await withStopSignal(async (stopping) => {
        const server = await (config.workers === 1 ? startServer(config, log) : startWorkers(config, log));
        const welcome = await server.firstOwnerLink();
        answer(
          options,
          { url: server.url, ...(welcome === undefined ? {} : { welcome }) },
          describe(server.url, welcome),
        );
        await aborted(stopping);
        await server.stop();
      });
    });
};
