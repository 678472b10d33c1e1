import type { Command } from 'commander';
import { type ConfigOptions, readConfig } from '../config.js';
import { createLog, startServer } from '../main.js';
import { sharedOptions } from './options.js';
import { answer } from './output.js';
import { aborted, withStopSignal } from './stopSignal.js';

/** The address, until SIGTERM or SIGINT, which let the requests under way end. */
export const addServe = (program: Command): void => {
  sharedOptions(program.command('serve').description('run the server'))
    .option('--host <host>', 'the address to listen on (HOST, default 127.0.0.1)')
    .option('--port <port>', 'the port to listen on (PORT, default 8080)')
    .option('--trust-proxy <list>', 'proxies whose X-Forwarded-For counts, between commas (KEYLEDGER_TRUST_PROXY)')
    .action((options: ConfigOptions & { readonly json?: true }) =>
      withStopSignal(async (stopping) => {
        const config = readConfig(options);
        const server = await startServer(config, createLog(config.logLevel));
        answer(options, { url: server.url }, `Keyledger runs at ${server.url}`);
        await aborted(stopping);
        await server.stop();
      }),
    );
};
