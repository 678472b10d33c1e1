import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
process.once('exit', () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** A directory with these texts as migrations 0001, 0002, …; it is removed when the process ends. */
export async function migrationsWith(...scripts: string[]): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'keyledger-migrations-'));
  made.push(directory);
  for (const [index, script] of scripts.entries()) {
    await writeFile(join(directory, `${String(index + 1).padStart(4, '0')}_step.sql`), script);
  }
  return directory;
}
