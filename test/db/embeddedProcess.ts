// A process that uses the cluster of the data directory in its arguments, as a server or a command would, until its
// parent says `stop` or kills it. It tells its parent the postmaster's process number.
import { once } from 'node:events';
import { pino } from 'pino';
import { EmbeddedCluster } from '../../src/db/embedded/embeddedCluster.js';

const dataDir = process.argv[2] ?? '';
const cluster = await EmbeddedCluster.start({ dataDir, log: pino({ level: 'silent' }) });
process.send?.(await cluster.postmasterPid());
await once(process, 'message');
await cluster.stop();
process.disconnect();
