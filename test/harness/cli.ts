import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const KEYLEDGER = fileURLToPath(new URL('../../../bin/keyledger', import.meta.url));

/** Where a command finds its data: the embedded database of a directory, or a database of one's own. */
export type Where = { readonly dataDir: string } | { readonly databaseUrl: string };

/** The environment of a command: nothing of this process's settings. */
export const environmentFor = (where: Where): NodeJS.ProcessEnv => {
  const { DATABASE_URL: _url, KEYLEDGER_DATA: _data, KEYLEDGER_LOG_LEVEL: _level, ...inherited } = process.env;
  return {
    ...inherited,
    ...('dataDir' in where ? { KEYLEDGER_DATA: where.dataDir } : { DATABASE_URL: where.databaseUrl }),
  };
};

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `keyledger` in a process of its own. */
export const runCli = async (where: Where, args: readonly string[], input = ''): Promise<CliRun> => {
  const child = spawn(process.execPath, [KEYLEDGER, ...args], { env: environmentFor(where), stdio: 'pipe' });
  child.stdin.end(input);
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { exitCode: Number(exitCode), stdout, stderr };
};

/** Runs a command with `--json` that must succeed; what it answered. */
export const cliAnswer = async (where: Where, args: readonly string[]): Promise<Record<string, unknown>> => {
  const { exitCode, stdout, stderr } = await runCli(where, [...args, '--json']);
  assert.equal(exitCode, 0, stderr);
  const answer: unknown = JSON.parse(stdout);
  assert(typeof answer === 'object' && answer !== null);
  return { ...answer };
};
