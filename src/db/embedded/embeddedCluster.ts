import { join as joinPath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import type { Logger } from 'pino';
import { DatabaseError, errorCode, errorText } from '../databaseError.js';
import { prepareBinaries } from './binaries.js';
import { clusterPlace, requireOwnFiles, requireSamePlace } from './clusterPlace.js';
import { canEnter, clusterUser } from './clusterUser.js';
import { makeDataDirectory } from './dataDirectory.js';
import { initCluster, OWNER, ownerPassword } from './initCluster.js';
import { isPostmaster, type PidFile, readPidFile } from './pidFile.js';
import { logTail, type PostmasterPlan, type SpawnedPostmaster, spawnPostmaster } from './postmaster.js';
import { join, type Presence } from './presence.js';
import { SOCKET_PORT, socketPlaces } from './socketDirectory.js';
import { stopPostmaster } from './stopPostmaster.js';

const POLL_MS = 20;
/** Before asking again for a lock that another process holds. */
const LOCK_RETRY_MS = 250;
/** Timeout when no server answers, or when one that is stopping does not exit. */
const START_TIMEOUT_MS = 30_000;
/** Timeout for a server that runs but is not ready: recovery after a crash replays up to about 1 GB. */
const RECOVERY_TIMEOUT_MS = 300_000;

/** After this many failed starts in a row, with no other process's postmaster running, another attempt would fail too. */
const START_ATTEMPTS = 3;

/** How long after a crash the other processes get to join again before one that leaves may take itself for the last. */
const OTHERS_REJOIN_MS = 2_000;

/** How long `stop` tries to reach a PostgreSQL that has just exited. */
const LEAVE_TIMEOUT_MS = 5_000;

const RESTART_PAUSE_MIN_MS = 50;
const RESTART_PAUSE_MAX_MS = 10_000;

export interface EmbeddedClusterOptions {
  /** The cluster lives in `postgres` below it, PostgreSQL's own log in `postgres.log`. */
  readonly dataDir: string;
  readonly log: Logger;
  /** Default true. False turns fsync off: only for throw-away clusters of tests. */
  readonly durable?: boolean;
  /** Timeout when no server answers; default 30 s. */
  readonly startTimeoutMs?: number;
}

/**
 * The embedded PostgreSQL of one data directory, used by this process. Any number of processes may use it at once, and none
 * of them owns it: the first one starts it, the last one to leave stops it, and any of them restarts it after a crash.
 */
export class EmbeddedCluster {
  readonly #plan: PostmasterPlan;
  readonly #log: Logger;
  readonly #startTimeoutMs: number;
  readonly #stopping = new AbortController();
  #spawned: SpawnedPostmaster | undefined;
  #presence: Presence | undefined;
  #rejoining: Promise<void> | undefined;
  #address = { host: '', port: 0 };
  #password = '';
  #unreferenced = false;
  /** When this process last rejoined after a crash of PostgreSQL; 0: never. */
  #rejoinedAt = 0;
  #stopped: Promise<void> | undefined;
  /** Process number in a `postmaster.pid` that belongs to another directory: not asked again. */
  #foreignPid: number | undefined;

  private constructor(plan: PostmasterPlan, log: Logger, startTimeoutMs: number) {
    this.#plan = plan;
    this.#log = log;
    this.#startTimeoutMs = startTimeoutMs;
  }

  /**
   * Joins the running PostgreSQL of the data directory, or starts it, creating the cluster if there is none.
   *
   * @throws DatabaseError when that is not possible within 30 s (300 s while PostgreSQL recovers from a crash)
   */
  static async start(options: EmbeddedClusterOptions): Promise<EmbeddedCluster> {
    const { log, durable = true, startTimeoutMs = START_TIMEOUT_MS } = options;
    const dataDir = await makeDataDirectory(options.dataDir);
    const clusterDirectory = joinPath(dataDir, 'postgres');
    const user = clusterUser(clusterDirectory);
    const binaries = await prepareBinaries(user, dataDir, log);
    await initCluster(clusterDirectory, binaries, user, durable);
    if (user !== undefined && !canEnter(user, clusterDirectory)) {
      log.info(
        { clusterDirectory, uid: user.uid },
        'PostgreSQL cannot reach its data directory by its path; started with a relative path',
      );
    }
    const logFile = joinPath(dataDir, 'postgres.log');
    const place = await clusterPlace(clusterDirectory);
    const cluster = new EmbeddedCluster({ ...place, logFile, binaries, user, durable }, log, startTimeoutMs);
    cluster.#password = await ownerPassword(clusterDirectory);
    await cluster.#joinOrStart(() => requireOwnFiles(clusterDirectory));
    return cluster;
  }

  /** Where the data is. */
  get directory(): string {
    return this.#plan.clusterDirectory;
  }

  /** How to connect to `database` as the owner (a superuser). Holds the password: not for logs. */
  connection(database: string): ClientConfig & { host: string; port: number; user: string; password: string } {
    // Explicit, so that PGSSLMODE in the environment does not apply to a local socket.
    return { ...this.#address, user: OWNER, password: this.#password, database, ssl: false };
  }

  /** The process number of the postmaster, undefined while none runs. */
  async postmasterPid(): Promise<number | undefined> {
    return (await this.#postmaster())?.pid;
  }

  /** From now on this process may end without `stop`; PostgreSQL then keeps running until another process stops it. */
  unref(): void {
    this.#unreferenced = true;
    this.#presence?.unref();
  }

  /** Creates the database if it does not exist. */
  async ensureDatabase(name: string): Promise<void> {
    const client = this.#presence?.client;
    if (client === undefined) throw new DatabaseError('unreachable', 'the embedded PostgreSQL has just exited');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return;
    try {
      await client.query(`create database ${client.escapeIdentifier(name)}`);
    } catch (error) {
      // duplicate_database, or unique_violation when two processes created it at the same moment.
      if (errorCode(error) !== '42P04' && errorCode(error) !== '23505') throw error;
    }
  }

  /** Leaves the cluster, and stops PostgreSQL when no other process uses it. To be called after the pools have ended. */
  stop(): Promise<void> {
    this.#stopped ??= this.#leave();
    return this.#stopped;
  }

  async #leave(): Promise<void> {
    this.#stopping.abort();
    await this.#rejoining;
    const presence = this.#presence ?? (await this.#rejoinToLeave());
    if (presence === undefined) return;
    // The first process to rejoin after a crash is alone for a moment, and would stop PostgreSQL under the others.
    await sleep(Math.max(0, this.#rejoinedAt + OTHERS_REJOIN_MS - Date.now()));
    const last = await presence.leave().catch(() => false);
    const postmasterPid = presence.postmasterPid ?? (await this.#postmaster())?.pid;
    if (last && postmasterPid !== undefined) {
      await stopPostmaster(postmasterPid, this.#plan, this.#address.host, this.#log);
    } else this.#log.debug('another process still uses the embedded PostgreSQL; it keeps running');
    await presence.client.end().catch(() => {});
  }

  /**
   * When PostgreSQL exited just before this process leaves, another process may be restarting it and use it: only a process
   * that has joined can tell whether it is to be stopped.
   */
  async #rejoinToLeave(): Promise<Presence | undefined> {
    const deadline = Date.now() + LEAVE_TIMEOUT_MS;
    while (Date.now() < deadline) {
      const outcome = await this.#join().catch(() => 'absent' as const);
      if (outcome === 'joined') {
        this.#rejoinedAt = Date.now();
        return this.#presence;
      }
      const starting = this.#spawned !== undefined && this.#spawned.exit() === undefined;
      if (outcome === 'absent' && !starting && (await this.#postmaster()) === undefined) return undefined;
      await sleep(POLL_MS);
    }
    this.#log.warn('PostgreSQL could not be reached to stop it; if it still runs, the next start takes it over');
    return undefined;
  }

  async #postmaster(): Promise<PidFile | undefined> {
    const pidFile = await readPidFile(this.directory);
    return pidFile !== undefined && (await isPostmaster(pidFile.pid, this.#plan)) ? pidFile : undefined;
  }

  /** Repeats "join; if no server runs, start one" until one of them worked. The loser of a race joins the winner. */
  async #joinOrStart(beforeStart = async (): Promise<void> => {}): Promise<void> {
    const began = Date.now();
    let failures = 0;
    for (;;) {
      this.#stopping.signal.throwIfAborted();
      const outcome = await this.#join();
      if (outcome === 'joined') return;
      const exit = this.#spawned?.exit();
      if (exit !== undefined) this.#spawned = undefined;
      if (exit === 'failed') failures += 1;
      const alive = outcome === 'alive' || (this.#spawned !== undefined && exit === undefined);
      const other = alive ? undefined : await this.#postmaster();
      await this.#giveUpAfter(Date.now() - began, alive, failures, other);
      if (!alive && other === undefined && exit !== 'lock-held') {
        await beforeStart();
        this.#spawned = await spawnPostmaster(this.#plan);
      }
      await sleep(exit === 'lock-held' ? LOCK_RETRY_MS : POLL_MS);
    }
  }

  async #giveUpAfter(waitedMs: number, alive: boolean, failures: number, other: PidFile | undefined): Promise<void> {
    if (failures < START_ATTEMPTS && waitedMs < (alive ? RECOVERY_TIMEOUT_MS : this.#startTimeoutMs)) return;
    const why =
      failures >= START_ATTEMPTS
        ? 'does not start'
        : other !== undefined
          ? `runs as process ${other.pid} and does not answer in ${other.socketDirectory}`
          : alive
            ? 'is not ready yet'
            : 'is held by a process that cannot be reached from here (another container?)';
    const tail = await logTail(this.#plan.logFile);
    throw new DatabaseError(
      'unreachable',
      `the embedded PostgreSQL in ${this.directory} ${why}; ${this.#plan.logFile} ends: ${tail}`,
    );
  }

  async #join(): Promise<'joined' | 'alive' | 'absent'> {
    await requireSamePlace(this.#plan);
    const pidFile = await readPidFile(this.directory);
    if (pidFile !== undefined && pidFile.pid !== this.#foreignPid) {
      const outcome = await this.#joinAt({ host: pidFile.socketDirectory, port: pidFile.port });
      if (outcome !== 'foreign') return outcome;
      await this.#noteForeign(pidFile);
    }
    // An emptied or foreign postmaster.pid says nothing of the server that may run here.
    for (const host of socketPlaces(this.#plan.identity)) {
      const outcome = await this.#joinAt({ host, port: SOCKET_PORT });
      if (outcome === 'joined' || outcome === 'alive') return outcome;
    }
    return 'absent';
  }

  async #joinAt(address: { host: string; port: number }): Promise<'joined' | 'alive' | 'absent' | 'foreign'> {
    const outcome = await join(this.directory, address, this.#password);
    switch (outcome.kind) {
      case 'joined':
        this.#joined(outcome.presence, address);
        return 'joined';
      case 'refused':
        if ((await this.#postmaster()) === undefined) return 'foreign';
        throw new DatabaseError(
          'unreachable',
          `the PostgreSQL of ${this.directory} refuses its own password: ${errorText(outcome.error)}`,
        );
      case 'wait':
        return 'alive';
      default:
        return outcome.kind;
    }
  }

  /** `postmaster.pid` is a copy of another directory's, whose PostgreSQL runs. */
  async #noteForeign({ pid, socketDirectory }: PidFile): Promise<void> {
    this.#foreignPid = pid;
    this.#log.error(
      { directory: this.directory, pid, socketDirectory },
      'this directory was copied while PostgreSQL ran in the original: unless it is a snapshot, rows may be missing; use keyledger export',
    );
  }

  #joined(presence: Presence, address: { host: string; port: number }): void {
    this.#presence = presence;
    if (this.#address.host !== '' && this.#address.host !== address.host) {
      this.#log.error(
        { was: this.#address.host, now: address.host },
        'the socket of PostgreSQL moved; restart this server',
      );
    }
    this.#address = address;
    if (this.#unreferenced) presence.unref();
    // Never rejects, and `#rejoin` logs its own errors.
    void presence.ended.then(() => {
      this.#presence = undefined;
      if (!this.#stopping.signal.aborted) this.#rejoining = this.#rejoin();
    });
  }

  /** Restarts PostgreSQL after it exited unexpectedly, and retries with backoff until it runs. */
  async #rejoin(): Promise<void> {
    let pauseMs = RESTART_PAUSE_MIN_MS;
    while (!this.#stopping.signal.aborted) {
      try {
        this.#log.error('the embedded PostgreSQL exited unexpectedly; restarting');
        await this.#joinOrStart();
        this.#rejoinedAt = Date.now();
        this.#log.info('the embedded PostgreSQL was restarted');
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#log.error({ err: error, retryInMs: pauseMs }, 'the embedded PostgreSQL could not be started again');
        await sleep(pauseMs, undefined, { ref: false, signal: this.#stopping.signal }).catch(() => {});
        pauseMs = Math.min(pauseMs * 2, RESTART_PAUSE_MAX_MS);
      }
    }
  }
}
