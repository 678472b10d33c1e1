// A server process for tests that need one of its own, to kill or to run beside another. Prints its URL.
import { readConfig } from '../../src/config.js';
import { startServer } from '../../src/main.js';
import { createLog } from '../../src/telemetry/log.js';
import { isWorker, serveAsWorker, startWorkers } from '../../src/workers.js';

const config = { ...readConfig({}), port: 0 };
const log = createLog(process.env.KEYLEDGER_LOG_LEVEL ?? 'error');
if (isWorker()) await serveAsWorker(config, log);
else {
  const server = await (config.workers === 1 ? startServer(config, log) : startWorkers(config, log));
  process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  process.stdout.write(`${server.url}\n`);
}
