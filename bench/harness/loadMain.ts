// Sends requests from a process of its own and prints what came back. Options: `LoadOptions`.
import autocannon from 'autocannon';
import type { LoadOptions, LoadResult } from './load.js';
import { programOptions } from './processes.js';

const { url, connections, seconds, perSecond, requests } = await programOptions<LoadOptions>();

let client = 0;
const result = await autocannon({
  url,
  connections,
  duration: seconds,
  pipelining: 1,
  ...(perSecond === undefined ? {} : { overallRate: perSecond }),
  setupClient: (opened) => {
    // Each connection has requests of its own, so that few are under way for the same key at once.
    const own = requests.filter((_, index) => index % connections === client % connections);
    client += 1;
    opened.setRequests(
      (own.length === 0 ? requests : own).map(({ path, body, type }) => ({
        method: 'POST' as const,
        path,
        body,
        headers: { 'content-type': type ?? 'application/x-www-form-urlencoded' },
      })),
    );
  },
});
const answer: LoadResult = {
  perSecond: result.requests.total / result.duration,
  answered: result.requests.total,
  failed: result.non2xx + result.errors + result.timeouts,
  p99Ms: result.latency.p99,
};
process.stdout.write(JSON.stringify(answer));
