import type { Command } from 'commander';
import { type ConfigOptions, readConfig } from '../config.js';
import { createLog, startServer } from '../main.js';
import { isWorker, serveAsWorker, startWorkers } from '../workers.js';
import { sharedOptions } from './options.js';
import { answer } from './output.js';
import { aborted, withStopSignal } from './stopSignal.js';

/** The address, until SIGTERM or SIGINT, which let the requests under way end. */
export const addServe = (program: Command): void => {
  sharedOptions(program.command('serve').description('run the server'))
    .option('--host <host>', 'the address to listen on (HOST, default 127.0.0.1)')
    .option('--port <port>', 'the port to listen on (PORT, default 8080)')
    .option('--trust-proxy <list>', 'proxies whose X-Forwarded-For counts, between commas (KEYLEDGER_TRUST_PROXY)')
    .option('--workers <n>', 'server processes that share the address and the database (KEYLEDGER_WORKERS, default 1)')
    .action(async (options: ConfigOptions & { readonly json?: true }) => {
      const config = readConfig(options);
      const log = createLog(config.logLevel);
      if (isWorker()) return await serveAsWorker(config, log);
      await withStopSignal(async (stopping) => {
        const server = await (config.workers === 1 ? startServer(config, log) : startWorkers(config, log));
        answer(options, { url: server.url }, `Keyledger runs at ${server.url}`);
        await aborted(stopping);
        await server.stop();
      });
    });
};
