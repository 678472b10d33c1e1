import { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { errorCode } from '../databaseError.js';
import { servesDirectory } from './clusterPlace.js';
import { OWNER } from './initCluster.js';

/** The advisory lock that every process using the cluster holds shared; the one that gets it exclusively is the last. */
const PRESENCE_LOCK = '1801812324, 1';

/** `application_name` of these sessions, one a process. */
export const PRESENCE_NAME = 'keyledger presence';

/** Timeout of one attempt to connect through a local socket. */
const CONNECT_TIMEOUT_MS = 5_000;

/** `cannot_connect_now`: the server is starting up, recovering or shutting down. `too_many_connections` is temporary too. */
const TRY_AGAIN_SQLSTATES: readonly string[] = ['57P03', '53300'];

/** A server answered and does not know the login. */
const REFUSED_SQLSTATES: readonly string[] = ['28P01', '28000'];

/** The result of an attempt to join a running cluster. */
export type JoinOutcome =
  | { readonly kind: 'joined'; readonly presence: Presence }
  /** A server answers and will soon be ready or have exited. */
  | { readonly kind: 'wait' }
  /** No server answers. */
  | { readonly kind: 'absent' }
  /** A server answers that works in another directory, and nothing was asked of it but that. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'refused'; readonly error: unknown };

/**
 * One process's presence in a running cluster: a session whose shared lock shows the others that the cluster is in use. The
 * session ends with the process, even when that is killed, so a stale presence is impossible.
 */
export interface Presence {
  readonly client: Client;
  /** Process number of the postmaster, from the server itself; undefined where it cannot tell. */
  readonly postmasterPid: number | undefined;
  /** Lets the process end while this session is open. */
  unref(): void;
  /** Settles when the session has ended, from either side. */
  readonly ended: Promise<void>;
  /**
   * Announces that this process leaves.
   *
   * @returns true when no other process uses the cluster: then none can join until this session ends, and PostgreSQL is to be
   *   stopped
   */
  leave(): Promise<boolean>;
}

/** Tries once to join the cluster in `clusterDirectory`, whose server should be behind `address`. */
export async function join(
  clusterDirectory: string,
  address: { host: string; port: number },
  password: string,
): Promise<JoinOutcome> {
  const socket = new Socket();
  const config: ClientConfig = {
    stream: () => socket,
    ...address,
    user: OWNER,
    password,
    database: 'postgres',
    application_name: PRESENCE_NAME,
    ssl: false,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  };
  const client = new Client(config);
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  client.on('error', () => {});
  try {
    await client.connect();
    // Before the lock: it would keep a foreign server from stopping.
    if (!(await servesDirectory(client, clusterDirectory))) {
      await client.end();
      return { kind: 'foreign' };
    }
    const { rows } = await client.query<{ present: boolean }>(
      `select pg_try_advisory_lock_shared(${PRESENCE_LOCK}) as present`,
    );
    if (rows[0]?.present === true) {
      const postmasterPid = await parentOfSession(client);
      const unref = (): void => void socket.unref();
      return { kind: 'joined', presence: { client, postmasterPid, ended, leave: () => leave(client, socket), unref } };
    }
    await client.end();
    return { kind: 'wait' };
  } catch (error) {
    client.end().catch(() => {});
    const code = errorCode(error) ?? '';
    if (REFUSED_SQLSTATES.includes(code)) return { kind: 'refused', error };
    return { kind: TRY_AGAIN_SQLSTATES.includes(code) ? 'wait' : 'absent' };
  }
}

/** The server's processes are children of the postmaster. `postmaster.pid` could be emptied or overwritten meanwhile. */
async function parentOfSession(client: Client): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const text = "select split_part(pg_read_file('/proc/self/stat'), ' ', 4)::int as pid";
  return await client.query<{ pid: number }>(text).then(
    ({ rows }) => rows[0]?.pid,
    () => undefined,
  );
}

async function leave(client: Client, socket: Socket): Promise<boolean> {
  socket.ref();
  // Release the shared lock before trying the exclusive one: of processes leaving together at least one sees that it is the last.
  await client.query(`select pg_advisory_unlock_shared(${PRESENCE_LOCK})`);
  const { rows } = await client.query<{ last: boolean }>(`select pg_try_advisory_lock(${PRESENCE_LOCK}) as last`);
  return rows[0]?.last === true;
}
