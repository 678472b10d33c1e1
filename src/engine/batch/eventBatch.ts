import type { NewEvent } from '../../domain/batch/newEvent.js';
import { appendEvents } from '../../sql/batch/appendLog.js';
import { takeEventIds } from '../../sql/batch/logHead.js';
import type { Statement } from '../../sql/statement.js';
import type { BatchTransactions } from './batchTransaction.js';

/** The statements that append events in a transaction that has the log's head: the database numbers and dates them. */
export const eventStatements = (accountId: number, events: readonly NewEvent[]): readonly Statement<object>[] =>
  events.length === 0 ? [] : [takeEventIds(accountId, events.length), appendEvents(accountId, events)];

/** Appends the events of several calls in one durable transaction. */
export const commitEvents = async (
  transactions: BatchTransactions,
  accountId: number,
  calls: readonly (readonly NewEvent[])[],
): Promise<readonly null[]> => {
  const events = calls.flat();
  await transactions.run(accountId, 'event', async ({ run }) => {
    if (events.length === 0) return { result: null, statements: [] };
    // Answered before the commit is sent: who settles a lost commit waits for the head's lock, which this must be known to have.
    await run(takeEventIds(accountId, events.length));
    return { result: null, statements: [appendEvents(accountId, events)] };
  });
  return calls.map(() => null);
};
