import type { Readers, Writers } from '../../db/connections.js';
import { transaction } from '../../db/transaction.js';
import type { RetentionPeriods } from '../../domain/log/retentionPeriods.js';
import { monthOf } from '../../domain/time/month.js';
import { DAY_MS } from '../../domain/time/time.js';
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
  /** Called when a retention run failed; the next one begins where it stopped. */
  readonly onError: (error: unknown) => void;
  readonly intervalMs?: number;
  /** Rows that one statement removes. */
  readonly batchRows?: number;
}

/** Once an hour: what is due is little then, and a server that ran for ten minutes has done its part. */
const INTERVAL_MS = 3_600_000;
const BATCH_ROWS = 5_000;

/**
 * Removes what has been kept long enough: old events and rows of the Object Log, lapsed tokens of single keys, sessions and
 * links that have ended, and the addresses of callers. Log rows stay for ever; an address goes by blanking the side row that its log rows name. Several processes may do this at once.
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

  /** Begins a round now and one each interval. */
  start(): void {
    const begin = (): void => {
      this.#round = this.#round.then(() => this.run()).catch(this.#options.onError);
    };
    this.#timer = setInterval(begin, this.#options.intervalMs ?? INTERVAL_MS);
    this.#timer.unref();
    begin();
  }

  /** Ends after the statement that is under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  /** One round over all accounts. */
  async run(): Promise<void> {
    const { run } = this.#options.database.readers;
    const [clock] = await run(databaseTime());
    if (clock === undefined) throw new Error('the database told no time');
    for (const { account_id } of await run(accountIds())) {
      if (this.#stopping) return;
      await this.#account(account_id, clock.now);
    }
  }

  async #account(accountId: number, now: number): Promise<void> {
    const { eventDays, objectLogDays, addressMonths } = this.#options.periods;
    // A batch whose outcome is unknown is settled within seconds; its process will not ask again a day later.
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
   * KeyLock creates a token whenever a client asks, so those that lapsed go. They could do nothing any more: the Object Log
   * keeps who made them, and no row says that they are gone.
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
   * A machine's record does not say when its address was last seen, so the time of its activation counts: the address of a
   * machine that is still in use is blanked too, and the log keeps the one of its last request.
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
const monthsBefore = (now: number, months: number): number => {
  const date = new Date(now);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.getTime();
};
