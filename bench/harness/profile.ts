import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A share of the busy time of a server's main thread. */
export interface Share {
  readonly what: string;
  /** 0 to 1. */
  readonly share: number;
}

/** What V8's profiler writes (`node --cpu-prof`). */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** By the function that was running, the first that fits. */
const PARTS: readonly (readonly [what: string, name: RegExp, url: RegExp])[] = [
  ['collecting garbage', /^\(garbage collector\)$/, /^/],
  ['writing to sockets', /^(?:writev|write(?:Buffer|Utf8String|Latin1String|AsciiString))$/, /^$/],
  ['handing signatures over', /^/, /^node:internal\/crypto\//],
  ['loading modules', /^/, /^node:internal\/modules\/|^node:internal\/vm/],
  ['Node: HTTP, streams, timers, promises', /^/, /^node:/],
  ['HTTP framework', /^/, /\/node_modules\/(?:fastify|@fastify|find-my-way|pino|toad-cache|reusify|fastq|avvio)\//],
  ['driver of PostgreSQL', /^/, /\/node_modules\/(?:pg|pg-.+?|postgres-.+?)\//],
  [
    'reading parameters',
    /^/,
    /\/node_modules\/zod\/|\/src\/(?:methods\/(?:rawParameters|parameters)|http\/parameters)\./,
  ],
  ['metrics', /^/, /\/node_modules\/prom-client\/|\/src\/telemetry\//],
  ['HTTP side', /^/, /\/src\/http\//],
  ['methods and rules', /^/, /\/src\/(?:methods|domain)\//],
  ['engine: batches, look-ups, statements', /^/, /\/src\/(?:engine|db|sql|projections)\//],
];

const OTHER = 'other (native code, other libraries)';

const partOf = (name: string, url: string): string =>
  PARTS.find(([, ofName, ofUrl]) => ofName.test(name) && ofUrl.test(url))?.[0] ?? OTHER;

let directory: string | null = null;

/** From now on servers are started so that they leave their profiles in this folder when they end; null: no more. */
export const keepProfiles = async (into: string | null): Promise<void> => {
  if (into !== null) await mkdir(into, { recursive: true });
  directory = into;
};

/** Options for Node for a server. */
export const profileOptions = (): readonly string[] =>
  directory === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${directory}`];

/**
 * What main threads were busy with, by all profiles in a folder, most first. It is sampled by the clock: where the
 * machine has fewer cores than busy processes, a process that wakes another one is charged with the wait for its own
 * core.
 */
export const sharesIn = async (folder: string): Promise<readonly Share[]> => {
  const times = new Map<string, number>();
  let busy = 0;
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(await readFile(join(folder, name), 'utf8')) as CpuProfile;
    const parts = new Map(
      profile.nodes.map(({ id, callFrame: { functionName, url } }) => [
        id,
        functionName === '(idle)' ? null : partOf(functionName, url),
      ]),
    );
    for (const [index, sample] of profile.samples.entries()) {
      const part = parts.get(sample);
      if (part === null || part === undefined) continue;
      const time = profile.timeDeltas[index] ?? 0;
      busy += time;
      times.set(part, (times.get(part) ?? 0) + time);
    }
  }
  return [...times].map(([what, time]) => ({ what, share: time / busy })).toSorted((a, b) => b.share - a.share);
};
