import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { DatabaseError, errorCode } from '../databaseError.js';

/** The unprivileged user PostgreSQL runs as when this process is root: PostgreSQL refuses root. */
export interface ClusterUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user that runs PostgreSQL for the cluster in `clusterDirectory`; undefined: this process's own. As root it is the
 * owner of an existing cluster (so a user added to the system later changes nothing), else `postgres`, else `nobody`.
 *
 * @throws DatabaseError `data-directory` when the cluster belongs to a user this process cannot act as
 */
export function clusterUser(clusterDirectory: string): ClusterUser | undefined {
  const owner = ownerOf(clusterDirectory);
  const self = process.getuid?.();
  if (self === undefined) return undefined;
  if (self !== 0) {
    if (owner !== undefined && owner.uid !== self) {
      throw new DatabaseError(
        'data-directory',
        `${clusterDirectory} belongs to the user with id ${owner.uid}, not to ${self}: run as that user, or as root`,
      );
    }
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return owner;
  const user = systemUser('postgres') ?? systemUser('nobody');
  if (user === undefined) {
    throw new DatabaseError(
      'unsupported',
      'PostgreSQL refuses to run as root and this system has neither a user postgres nor nobody: run as another user, or set DATABASE_URL',
    );
  }
  return user;
}

/** Whether `user` can enter `directory`, which needs the right to search every directory above it. */
export function canEnter(user: ClusterUser | undefined, directory: string): boolean {
  // Tried rather than derived from mode bits: access lists and mount options count too.
  const probe = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], { ...user, cwd: '/', stdio: 'ignore' });
  return probe.status === 0;
}

function ownerOf(directory: string): ClusterUser | undefined {
  try {
    const { uid, gid } = statSync(directory);
    return { uid, gid };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (errorCode(error) === 'EACCES') {
      throw new DatabaseError('data-directory', `${directory} cannot be read by the user running this program`);
    }
    throw error;
  }
}

function systemUser(name: string): ClusterUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
