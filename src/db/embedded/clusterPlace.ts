import { randomBytes } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { DatabaseError, errorCode } from '../databaseError.js';

/**
 * A cluster's directory: its real path, and which directory that is. A path alone names different directories one after the
 * other (moved, restored), and one directory has several paths (bind mounts), so only the identity tells clusters apart.
 */
export interface ClusterPlace {
  readonly clusterDirectory: string;
  /** Device and inode: unique among the directories of this machine while a process works in it, even when it is removed. */
  readonly identity: string;
}

export async function clusterPlace(clusterDirectory: string): Promise<ClusterPlace> {
  return { clusterDirectory, identity: await identityOf(clusterDirectory) };
}

/** Device and inode of the directory behind `path`. */
export async function identityOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev}:${ino}`;
}

/**
 * Refuses when the path leads to another directory than it did at the start.
 *
 * @throws DatabaseError `data-directory`
 */
export async function requireSamePlace({ clusterDirectory, identity }: ClusterPlace): Promise<void> {
  const found = await identityOf(clusterDirectory).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found === identity) return;
  throw new DatabaseError(
    'data-directory',
    `${clusterDirectory} was ${found === undefined ? 'moved or removed' : 'replaced by another directory'} while this process used it: put it back, or restart`,
  );
}

/**
 * Refuses a cluster whose files are hard links to those of another directory: PostgreSQL changes files in place, so both
 * would be damaged.
 *
 * @throws DatabaseError `data-directory`
 */
export async function requireOwnFiles(clusterDirectory: string): Promise<void> {
  const { nlink } = await stat(join(clusterDirectory, 'global', 'pg_control')).catch(() => ({ nlink: 1 }));
  if (nlink === 1) return;
  throw new DatabaseError(
    'data-directory',
    `the files in ${clusterDirectory} are hard links that another directory shares, and a change here would damage that one: copy it without hard links`,
  );
}

/**
 * Whether the server behind `client` works in this very directory: it must see a file that is created here just now. This
 * holds for every kind of copy, link and mount, and in another container, where process numbers and paths mean nothing.
 */
export async function servesDirectory(client: Client, clusterDirectory: string): Promise<boolean> {
  const name = `keyledger.here.${randomBytes(12).toString('hex')}`;
  const path = join(clusterDirectory, name);
  await writeFile(path, '', { flag: 'wx', mode: 0o600 });
  try {
    const { rows } = await client.query<{ here: boolean }>(
      'select (pg_stat_file($1, true)).size is not null as here',
      // Relative to the server's working directory, which is its data directory.
      [name],
    );
    return rows[0]?.here === true;
  } finally {
    await rm(path, { force: true });
  }
}
