import type { Readers, Writers } from '../../db/connections.js';
import { transaction } from '../../db/transaction.js';
import type { RetentionPeriods } from '../../domain/log/retentionPeriods.js';
import { monthOf } from '../../domain/time/month.js';
import { DAY_MS } from '../../domain/time/time.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { LIMITS } from '../../limits.js';
import { forgetOldWriters, lockLogHead } from '../../sql/batch/logHead.js';
import { deleteEndedLinks, deleteEndedSessions } from '../../sql/identity/people.js';
import {
  AGED,
  accountIds,
  blankAddresses,
  blankMachineAddresses,
  databaseTime,
  deleteLapsedTokens,
  deleteUsesOfGoneTokens,
  hasOldMachineAddress,
  lapsedTokensUntil,
  licensesUntil,
  oldestAddressMonth,
} from '../../sql/log/retention.js';
import type { Statement } from '../../sql/statement.js';

export interface RetentionOptions {
  readonly database: { readonly readers: Readers; readonly writers: Writers };
  readonly periods: RetentionPeriods;
  /** Called when a retention run failed; the next one continues where it stopped. */
  readonly onError: (error: unknown) => void;
  readonly intervalMs?: number;
  /** Rows that one statement removes. */
  readonly batchRows?: number;
}

/** Once an hour and at each start, so that each run has little to do and short-lived servers contribute. */
const INTERVAL_MS = 3_600_000;
const BATCH_ROWS = 5_000;

/**
 * Enforces the retention periods: removes old events and rows of the Object Log, lapsed tokens of single keys, ended sessions
 * and links, and the addresses of callers. Log rows stay for ever; an address is removed by blanking the side row that its
 * log rows name. Several processes may do this at once.
 */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #batchRows: number;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#batchRows = options.batchRows ?? BATCH_ROWS;
  }

  /** Starts a retention run now and one each interval. */
  start(): void {
    const begin = (): void => {
      this.#round = this.#round.then(() => this.run()).catch(this.#options.onError);
    };
    this.#timer = setInterval(begin, this.#options.intervalMs ?? INTERVAL_MS);
    this.#timer.unref();
    begin();
  }

  /** Stops; resolves after the running statement. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  /** One retention run over all accounts. */
  async run(): Promise<void> {
    const { run } = this.#options.database.readers;
    const [clock] = await run(databaseTime());
    if (clock === undefined) throw new Error('the database returned no time');
    for (const { account_id } of await run(accountIds())) {
      if (this.#stopping) return;
      await this.#account(account_id, clock.now);
    }
  }

  async #account(accountId: number, now: Milliseconds): Promise<void> {
    const { eventDays, objectLogDays, addressMonths } = this.#options.periods;
    // A batch whose outcome is unknown is resolved within seconds, so notes older than a day are not needed.
    await this.#write(forgetOldWriters(accountId, now - DAY_MS));
    await this.#write(
      deleteEndedSessions(accountId, now - LIMITS.sessionMilliseconds, now - LIMITS.sessionIdleMilliseconds),
    );
    await this.#write(deleteEndedLinks(accountId, now));
    await this.#removeLapsedTokens(accountId, now - LIMITS.lapsedTokenDays * DAY_MS);
    if (eventDays > 0) await this.#removeOld(AGED.event, accountId, now - eventDays * DAY_MS);
    if (objectLogDays > 0) await this.#removeOld(AGED.objectLog, accountId, now - objectLogDays * DAY_MS);
    if (addressMonths > 0) {
      await this.#blankLogAddresses(accountId, monthOf(now) - addressMonths);
      await this.#blankMachineAddresses(accountId, monthsBefore(now, addressMonths));
    }
  }

  async #removeOld(table: (typeof AGED)[keyof typeof AGED], accountId: number, before: number): Promise<void> {
    const { run } = this.#options.database.readers;
    const [oldest] = await run(table.oldest(accountId));
    if (oldest === undefined || oldest.time >= before) return;
    let from = oldest.id;
    while (!this.#stopping) {
      const [old] = await run(table.oldUntil(accountId, from, this.#batchRows, before));
      if (old?.id == null) return;
      await this.#write(table.deleteRange(accountId, from, old.id));
      from = old.id + 1;
    }
  }

  /**
   * KeyLock creates a token at each request of a client, so lapsed ones are deleted. They were of no use any more: the Object
   * Log keeps who created them, and the deletion is not logged.
   */
  async #removeLapsedTokens(accountId: number, before: number): Promise<void> {
    const { run } = this.#options.database.readers;
    let after = 0;
    while (!this.#stopping) {
      const [next] = await run(lapsedTokensUntil(accountId, { after, limit: this.#batchRows }, before));
      if (next?.token_id == null) return;
      if (next.found === true) {
        const tokens = { after, until: next.token_id };
        await this.#write(deleteLapsedTokens(accountId, tokens, before), lockLogHead(accountId));
        await this.#write(deleteUsesOfGoneTokens(accountId, tokens));
      }
      after = next.token_id;
    }
  }

  /** Months before `firstKept`, the oldest first. */
  async #blankLogAddresses(accountId: number, firstKept: number): Promise<void> {
    const { run } = this.#options.database.readers;
    while (!this.#stopping) {
      const [oldest] = await run(oldestAddressMonth(accountId));
      if (oldest === undefined || oldest.month >= firstKept) return;
      await this.#write(blankAddresses(accountId, oldest.month, this.#batchRows));
    }
  }

  /**
   * A machine's record does not have the time when its address was last seen, so that of its activation counts: the address of
   * a machine in use is blanked too, while the log keeps that of its last request.
   */
  async #blankMachineAddresses(accountId: number, before: number): Promise<void> {
    const { run } = this.#options.database.readers;
    let after = 0;
    while (!this.#stopping) {
      const [next] = await run(licensesUntil(accountId, { after, limit: this.#batchRows }));
      if (next?.global_id == null) return;
      const licenses = { after, until: next.global_id };
      const [old] = await run(hasOldMachineAddress(accountId, licenses, before));
      if (old?.found === true) {
        await this.#write(blankMachineAddresses(accountId, licenses, before), lockLogHead(accountId));
      }
      after = next.global_id;
    }
  }

  /** One transaction, with the account's lock where the statement needs it. */
  async #write(statement: Statement<object>, lock?: Statement<object>): Promise<void> {
    await transaction(this.#options.database.writers, async ({ run }) => {
      if (lock !== undefined) await run(lock);
      return { result: undefined, statements: [statement] };
    });
  }
}

/** The same day and time of an earlier month. */
const monthsBefore = (now: Milliseconds, months: number): number => {
  const date = new Date(now);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.getTime();
};
