import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

/** Runs one of the programs beside this file with options as JSON on its standard input, and returns the JSON that it prints. */
export const runProgram = async <Answer>(name: string, options: object): Promise<Answer> => {
  const child = spawn(process.execPath, [pathOf(name)], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(options));
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer;
};

/** In such a program: its options. */
export const programOptions = async <Options>(): Promise<Options> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Options;
};

/** The memory that a process has resident. */
export const residentMegabytes = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
};

const childrenOf = (pid: number): readonly number[] => {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children === '' ? [] : children.split(/\s+/).map(Number);
  } catch {
    return [];
  }
};

/** The clock tick of /proc on Linux, whatever the kernel was built with. */
const TICK_MS = 10;

/**
 * Milliseconds of processor time that a process and its children have used so far, their ended threads included.
 * `skip`: children that are counted elsewhere.
 */
export const processorMilliseconds = (pid: number, skip: readonly number[] = []): number => {
  let ticks = 0;
  try {
    // The name, the second field, may hold spaces and ends with the last bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    ticks = Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
  const children = childrenOf(pid).filter((child) => !skip.includes(child));
  return children.reduce((sum, child) => sum + processorMilliseconds(child, skip), ticks * TICK_MS);
};
