import { randomBytes } from 'node:crypto';
import type { Prepared } from '../../db/transaction.js';
import type { DecideContext, IdKind } from '../../domain/batch/decideContext.js';
import type { LogEntry } from '../../domain/batch/logEntry.js';
import type { NewEvent } from '../../domain/batch/newEvent.js';
import type { Outcome } from '../../domain/batch/outcome.js';
import { userIdOf } from '../../domain/entities/caller.js';
import { callerNumberOf } from '../../domain/entities/callerNumber.js';
import { encodeDetail } from '../../domain/log/logDetail.js';
import type { State } from '../../domain/log/states.js';
import { monthOf } from '../../domain/time/month.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { appendLogRows, appendObjectLogRows } from '../../sql/batch/appendLog.js';
import { type LogHead, lockLogHead, moveLogHead } from '../../sql/batch/logHead.js';
import type { StoredLogRow } from '../../sql/log/logColumns.js';
import type { Run, Statement } from '../../sql/statement.js';
import type { BatchTransactions } from './batchTransaction.js';
import type { Command, Decided } from './command.js';
import { eventStatements } from './eventBatch.js';
import { flushStatements } from './flush.js';
import { LoadPlan } from './loadPlan.js';
import { objectLogEntry } from './objectLog.js';
import type { Resolved, SideNumbers, SideTables } from './sideNumbers.js';
import type { WorkingSet } from './workingSet.js';

/** A command whose rule threw, which is a fault of the program and fails this caller only. */
interface Faulted {
  readonly fault: unknown;
}

type Ended = Decided | Faulted;

/** Allocates ids from the counters in the account's head row. */
class Counters {
  readonly #last: Record<IdKind, number>;

  constructor(head: LogHead) {
    this.#last = {
      product: head.last_product_id,
      license: head.last_license_id,
      customer: head.last_customer_id,
      dataObject: head.last_data_object_id,
      token: head.last_token_id,
    };
  }

  readonly next = (kind: IdKind): number => {
    this.#last[kind] += 1;
    return this.#last[kind];
  };

  readonly claim = (kind: IdKind, id: number): void => {
    this.#last[kind] = Math.max(this.#last[kind], id);
  };

  last(kind: IdKind): number {
    return this.#last[kind];
  }
}

interface DecidedBatch {
  readonly ended: readonly Ended[];
  /** Log rows in order, each with the command it came from. */
  readonly rows: readonly { readonly entry: LogEntry; readonly command: Command }[];
  readonly changes: readonly { readonly data: ReturnType<typeof objectLogEntry>; readonly command: Command }[];
  readonly events: readonly NewEvent[];
}

const decideAll = (
  state: WorkingSet,
  commands: readonly Command[],
  counters: Counters,
  now: Milliseconds,
): DecidedBatch => {
  const ended: Ended[] = [];
  const rows: { entry: LogEntry; command: Command }[] = [];
  const changes: { data: ReturnType<typeof objectLogEntry>; command: Command }[] = [];
  const events: NewEvent[] = [];
  for (const command of commands) {
    const context: DecideContext = {
      now,
      caller: command.caller,
      ip: command.ip,
      nextId: counters.next,
      claimId: counters.claim,
      randomBytes,
    };
    let outcome: Outcome<object, string, State>;
    try {
      outcome = command.decide(state, context);
    } catch (fault) {
      ended.push({ fault });
      continue;
    }
    ended.push({ outcome, now });
    if (outcome.granted) {
      const seen = state.changes.length;
      state.apply(outcome.writes);
      for (const change of state.changes.slice(seen)) changes.push({ data: objectLogEntry(change), command });
      for (const entry of outcome.logs) rows.push({ entry, command });
      events.push(...outcome.events);
    } else if (outcome.log !== null) rows.push({ entry: outcome.log, command });
  }
  return { ended, rows, changes, events };
};

/** A log row as it is stored, except for its time, which all rows of a batch share. */
const storedRow = (
  id: number,
  entry: LogEntry,
  command: Command,
  numbers: SideNumbers | undefined,
): Omit<StoredLogRow, 'time'> => {
  if (numbers === undefined) throw new Error('a log row was not resolved');
  return {
    id,
    subject_no: numbers.subjectNo,
    device_no: numbers.deviceNo,
    address_no: numbers.addressNo,
    state: entry.state,
    method: command.method,
    detail: encodeDetail(entry),
  };
};

const logStatements = (
  accountId: number,
  head: LogHead,
  now: Milliseconds,
  { rows, changes }: DecidedBatch,
  side: Resolved,
): readonly Statement<object>[] => {
  const statements: Statement<object>[] = [...side.inserts];
  if (rows.length > 0) {
    statements.push(
      appendLogRows(
        accountId,
        now,
        rows.map(({ entry, command }, index) =>
          storedRow(head.last_id + 1 + index, entry, command, side.numbers[index]),
        ),
      ),
    );
  }
  const shown = changes.flatMap(({ data, command }) => (data === null ? [] : [{ data, command }]));
  if (shown.length > 0) {
    statements.push(
      appendObjectLogRows(
        accountId,
        now,
        shown.map(({ data, command }, index) => ({
          id: head.last_object_log_id + 1 + index,
          resourceType: data.resourceType,
          resourceAction: data.resourceAction,
          objectId: data.objectId,
          userId: userIdOf(command.caller),
          tokenId: callerNumberOf(command.caller),
          data: data.data,
        })),
      ),
    );
  }
  return statements;
};

/** The results of a batch. */
interface Committed {
  readonly ended: readonly Ended[];
  /** Log rows that it added. */
  readonly logged: number;
}

const prepareBatch = async (
  run: Run,
  accountId: number,
  commands: readonly Command[],
  sideTables: SideTables,
): Promise<Prepared<Committed & { readonly remember: () => void }>> => {
  // Head first: it takes the lock, so that the look-ups after it in the pipeline see what the last holder committed.
  const [[head], state] = await Promise.all([
    run(lockLogHead(accountId)),
    new LoadPlan(commands.flatMap((command) => command.needs)).load(run, accountId),
  ]);
  if (head === undefined) throw new Error(`account ${accountId} has no log head`);
  const now = Math.max(head.now, head.last_time);
  const counters = new Counters(head);
  const decided = decideAll(state, commands, counters, now);
  const month = monthOf(now);
  const side = await sideTables.resolve(
    run,
    accountId,
    head,
    decided.rows.map(({ entry, command }) => ({
      ...entry,
      tokenId: callerNumberOf(command.caller),
      address: command.ip,
      month,
    })),
  );
  const effects = [
    ...flushStatements(accountId, state.changes),
    ...logStatements(accountId, head, now, decided, side),
    ...eventStatements(accountId, decided.events),
  ];
  const objectRows = decided.changes.filter((change) => change.data !== null).length;
  const move = moveLogHead(accountId, {
    last_id: head.last_id + decided.rows.length,
    last_time: now,
    last_object_log_id: head.last_object_log_id + objectRows,
    last_subject_no: side.lastSubjectNo,
    last_device_no: side.lastDeviceNo,
    last_address_no: side.lastAddressNo,
    last_product_id: counters.last('product'),
    last_license_id: counters.last('license'),
    last_customer_id: counters.last('customer'),
    last_data_object_id: counters.last('dataObject'),
    last_token_id: counters.last('token'),
  });
  return {
    result: { ended: decided.ended, logged: decided.rows.length, remember: side.remember },
    statements: effects.length === 0 ? [] : [...effects, move],
  };
};

/** Runs commands of one account, in order, in one durable transaction. */
export const commitCommands = async (
  transactions: BatchTransactions,
  sideTables: SideTables,
  accountId: number,
  commands: readonly Command[],
): Promise<Committed> => {
  const { ended, logged, remember } = await transactions.run(accountId, 'log', ({ run }) =>
    prepareBatch(run, accountId, commands, sideTables),
  );
  remember();
  return { ended, logged };
};
