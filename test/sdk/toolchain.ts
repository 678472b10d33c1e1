import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** What a program of another toolchain is run for: it reads JSON and prints JSON. */
export interface ProgramRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without blocking: the server that the program calls lives in this process. */
export const runProgram = async (
  command: string,
  args: readonly string[],
  input = '',
  cwd?: string,
): Promise<ProgramRun> => {
  const child = spawn(command, args, { stdio: 'pipe', cwd });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { exitCode: Number(exitCode), stdout, stderr };
};

/** Whether a command of the toolchain is installed. */
export const isInstalled = (command: string, versionFlag: string): boolean =>
  spawnSync(command, [versionFlag], { stdio: 'ignore' }).status === 0;
