import { createHash } from 'node:crypto';
import { chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseError, errorCode, errorText } from '../databaseError.js';
import { identityOf } from './clusterPlace.js';
import type { ClusterUser } from './clusterUser.js';

/** The port is only a part of the socket's file name; the directory is private to one cluster. */
export const SOCKET_PORT = 5432;

/** sun_path holds 104 bytes on macOS and 108 on Linux, the closing zero included. */
const SOCKET_PATH_MAX_BYTES = 103;

/**
 * The private directory of a cluster's unix socket, created if missing: named by a hash of which directory the cluster is
 * in, so that its path is short and of no other cluster, 0700 and owned by the user who runs PostgreSQL.
 *
 * @throws DatabaseError `data-directory` when no place is usable, for instance because another user owns the name
 */
export async function socketDirectory(clusterDirectory: string, user: ClusterUser | undefined): Promise<string> {
  const problems: string[] = [];
  for (const directory of socketPlaces(await identityOf(clusterDirectory))) {
    if (Buffer.byteLength(join(directory, `.s.PGSQL.${SOCKET_PORT}`)) > SOCKET_PATH_MAX_BYTES) continue;
    try {
      await makePrivate(directory, user);
      return directory;
    } catch (error) {
      problems.push(`${directory}: ${errorText(error)}`);
    }
  }
  throw new DatabaseError('data-directory', `no directory for PostgreSQL's socket (${problems.join('; ')})`);
}

/**
 * The directories where the socket of a cluster may be, in order of preference.
 *
 * @param identity of the cluster's directory. Not its path: a directory that takes the place of another would take over the
 *   socket of a PostgreSQL that still runs in that one.
 */
export function socketPlaces(identity: string): string[] {
  const name = `keyledger-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`;
  // /tmp first, like PostgreSQL itself: two processes with a different TMPDIR must agree on one directory.
  return [...new Set(['/tmp', tmpdir()])].map((base) => join(base, name));
}

async function makePrivate(directory: string, user: ClusterUser | undefined): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
    if (user !== undefined) await chown(directory, user.uid, user.gid);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const found = await lstat(directory);
  // A process killed between mkdir and chown leaves root's own empty directory.
  if (user !== undefined && found.isDirectory() && found.uid === 0) return chown(directory, user.uid, user.gid);
  const owner = user?.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== owner) throw new Error('belongs to another user');
  if ((found.mode & 0o077) !== 0) throw new Error('is open to other users');
}
