// A server process for tests that need one of its own, to kill or to run beside another. Prints its URL.
import { readConfig } from '../../src/config.js';
import { createLog, startServer } from '../../src/main.js';

const server = await startServer({ ...readConfig({}), port: 0 }, createLog(process.env.KEYLEDGER_LOG_LEVEL ?? 'error'));
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
process.stdout.write(`${server.url}\n`);
