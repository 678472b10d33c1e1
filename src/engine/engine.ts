import { LRUCache } from 'lru-cache';
import type { Readers, Writers } from '../db/connections.js';
import { isConnectionLost, isQueryCanceled } from '../db/sqlState.js';
import type { Need } from '../domain/batch/need.js';
import type { NewEvent } from '../domain/batch/newEvent.js';
import { KEPT_FOR_EVER, type RetentionPeriods } from '../domain/log/retentionPeriods.js';
import { LIMITS } from '../limits.js';
import { accountKeys } from '../sql/identity/accounts.js';
import type { AccountAccess } from './access.js';
import { BatchQueue } from './batch/batchQueue.js';
import { BatchTransactions, DatabaseUnavailable } from './batch/batchTransaction.js';
import type { Command, Decided } from './batch/command.js';
import { commitEvents } from './batch/eventBatch.js';
import { LoadPlan } from './batch/loadPlan.js';
import { commitCommands } from './batch/logBatch.js';
import { SideTables } from './batch/sideNumbers.js';
import type { WorkingSet } from './batch/workingSet.js';
import { Sessions } from './identity/sessions.js';
import { Tokens, type TokenUsed } from './identity/tokens.js';
import { Signer } from './licensing/signer.js';
import { LogFollowers } from './log/logFollowers.js';
import { LogValues } from './log/logValues.js';

/** Commands that may wait for an account's writer before the server sheds load. */
const QUEUED_COMMANDS = 10_000;

/** Events stored in one transaction, unless one call has more: larger ones are no faster and block others for longer. */
const BATCH_EVENTS = 1_000;

type Ended = Awaited<ReturnType<typeof commitCommands>>['ended'][number];

interface AccountQueues {
  readonly commands: BatchQueue<Command, Ended>;
  readonly events: BatchQueue<readonly NewEvent[], null>;
  readonly loads: BatchQueue<readonly Need[], WorkingSet>;
}

export type QueueName = keyof AccountQueues;

export const QUEUES: readonly QueueName[] = ['commands', 'events', 'loads'];

/** Callbacks for metrics and followers. They are called while a request waits, so they must be quick. */
export interface EngineObserver {
  /** A commit added log rows. */
  readonly onLogged?: (accountId: number, rows: number) => void;
  readonly onBatch?: (queue: QueueName, members: number) => void;
  /** A full queue refused a request. */
  readonly onOverload?: (queue: QueueName) => void;
  readonly onTokenUsed?: TokenUsed;
}

/** Runs every command: loads, lets the rule decide, writes state and log in one transaction, and only then answers. */
export class Engine {
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly #readers: Readers;
  readonly #transactions: BatchTransactions;
  readonly #sideTables: SideTables;
  readonly #queues = new Map<number, AccountQueues>();
  readonly #signers = new LRUCache<number, Promise<Signer>>({ max: 10_000 });

  readonly #observer: EngineObserver;
  readonly #followers: LogFollowers;
  readonly #logValues = new LogValues();

  readonly #retention: RetentionPeriods;

  /** @param retention the periods, for methods that report them; `Retention` deletes */
  constructor(
    database: { readonly readers: Readers; readonly writers: Writers },
    observer: EngineObserver = {},
    retention: RetentionPeriods = KEPT_FOR_EVER,
  ) {
    this.#retention = retention;
    this.#observer = observer;
    this.#readers = database.readers;
    this.#transactions = new BatchTransactions(database.writers);
    this.#sideTables = new SideTables(() => database.writers.connectionsMade);
    this.tokens = new Tokens(database.readers.run, observer.onTokenUsed);
    this.sessions = new Sessions(database);
    this.#followers = new LogFollowers(database.readers.run);
  }

  /**
   * Runs a command in its account's next batch. Resolves when state and log row are durable. Rejects with
   * `Overloaded` (nothing was done), `DatabaseUnavailable` (the outcome may be unknown), or a fault of the program.
   */
  async submit(accountId: number, command: Command): Promise<Decided> {
    const ended = await this.#queuesOf(accountId).commands.submit(command);
    if ('fault' in ended) throw ended.fault;
    return ended;
  }

  access(accountId: number): AccountAccess {
    const { run } = this.#readers;
    return {
      accountId,
      now: Date.now(),
      run,
      logValues: this.#logValues,
      followers: this.#followers,
      load: (needs) => this.#queuesOf(accountId).loads.submit(needs),
      retention: this.#retention,
      signer: () => this.signer(accountId),
      registerEvents: async (events) => {
        await this.#queuesOf(accountId).events.submit(events);
      },
    };
  }

  /** The account's signing key, read once: it never changes. */
  signer(accountId: number): Promise<Signer> {
    const known = this.#signers.get(accountId);
    if (known !== undefined) return known;
    const asked = this.#loadSigner(accountId);
    this.#signers.set(accountId, asked);
    asked.catch(() => this.#signers.delete(accountId));
    return asked;
  }

  /** Drains: resolves when every running and queued batch is settled. */
  async settled(): Promise<void> {
    const queues = [...this.#queues.values()];
    await Promise.all(queues.flatMap((queue) => [queue.commands.settled(), queue.events.settled()]));
  }

  /** Requests that wait for their batch: over all accounts, and in the account with the most. */
  queueLengths(): Readonly<Record<QueueName, { readonly all: number; readonly longest: number }>> {
    const lengths = Object.fromEntries(QUEUES.map((name) => [name, { all: 0, longest: 0 }])) as Record<
      QueueName,
      { all: number; longest: number }
    >;
    for (const queues of this.#queues.values()) {
      for (const name of QUEUES) {
        const { waiting } = queues[name];
        lengths[name].all += waiting;
        lengths[name].longest = Math.max(lengths[name].longest, waiting);
      }
    }
    return lengths;
  }

  async #loadSigner(accountId: number): Promise<Signer> {
    const [keys] = await this.#readers.run(accountKeys(accountId));
    if (keys === undefined) throw new Error(`account ${accountId} does not exist`);
    return new Signer(keys.signing_key_pem);
  }

  #queuesOf(accountId: number): AccountQueues {
    const known = this.#queues.get(accountId);
    if (known !== undefined) return known;
    const watched = (name: QueueName) => ({
      onBatch: (members: number) => this.#observer.onBatch?.(name, members),
      onOverload: () => this.#observer.onOverload?.(name),
    });
    const created: AccountQueues = {
      commands: new BatchQueue({
        ...watched('commands'),
        run: async (commands) => {
          const { ended, logged } = await commitCommands(this.#transactions, this.#sideTables, accountId, commands);
          if (logged > 0) {
            this.#followers.wake(accountId);
            this.#observer.onLogged?.(accountId, logged);
          }
          return ended;
        },
        isMembersFault,
        maxMembers: LIMITS.batchCommands,
        maxQueued: QUEUED_COMMANDS,
      }),
      events: new BatchQueue({
        ...watched('events'),
        run: (calls) => commitEvents(this.#transactions, accountId, calls),
        isMembersFault,
        weight: { of: (events) => events.length, most: BATCH_EVENTS },
        maxMembers: LIMITS.batchCommands,
        maxQueued: QUEUED_COMMANDS,
      }),
      // Callers share one working set: each reads only the objects that it required.
      loads: new BatchQueue({
        ...watched('loads'),
        run: async (calls) => {
          const loaded = await this.#readers.together((run) => new LoadPlan(calls.flat()).load(run, accountId));
          return calls.map(() => loaded);
        },
        // A timeout may be no member's fault either, and one by one each could run into it again.
        isMembersFault: (error) => !isConnectionLost(error) && !isQueryCanceled(error),
        maxMembers: LIMITS.batchCommands,
        maxQueued: QUEUED_COMMANDS,
      }),
    };
    this.#queues.set(accountId, created);
    return created;
  }
}

/** When the database is unavailable no member is at fault: trying the members one by one would only take longer. */
const isMembersFault = (error: unknown): boolean => !(error instanceof DatabaseUnavailable) && !isConnectionLost(error);
