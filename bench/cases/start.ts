import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServerProcess } from '../../test/harness/serverProcess.js';
import type { BenchCase } from '../harness/benchCase.js';
import { residentMegabytes } from '../harness/processes.js';
import { againstBound } from '../harness/ratio.js';

export const startUp: BenchCase = {
  name: 'start',
  title: 'start on an existing data directory until the first answer, and idle memory',
  against: '1.5 s; 130 MB',
  target: { most: 1 },
  fast: false,
  measure: async ({ rounds }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
    const times: number[] = [];
    const sizes: number[] = [];
    try {
      for (let round = 0; round <= rounds; round++) {
        const began = performance.now();
        const server = await startServerProcess({ dataDir }, { KEYLEDGER_LOG_LEVEL: 'warn' });
        await (await fetch(`${server.url}/healthz`)).text();
        // The first start makes the directory.
        if (round > 0) times.push(performance.now() - began);
        await sleep(2_000);
        sizes.push(residentMegabytes(server.child.pid ?? 0));
        await server.stop();
      }
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
    return [
      { part: 'until the first answer', unit: 'ms', ratio: againstBound(times, 1_500) },
      { part: 'resident while idle', unit: 'MB', ratio: againstBound(sizes, 130) },
    ];
  },
};
