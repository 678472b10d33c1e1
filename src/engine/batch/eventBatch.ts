import type { NewEvent } from '../../domain/batch/newEvent.js';
import { appendEvents } from '../../sql/batch/appendLog.js';
import { takeEventIds } from '../../sql/batch/logHead.js';
import type { Statement } from '../../sql/statement.js';
import type { BatchTransactions } from './batchTransaction.js';

/** Statements that append events in a transaction that holds the log's head; the database assigns ids and times. */
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
    // Awaited before the commit is sent: resolving a lost commit relies on this transaction holding the head's lock.
    await run(takeEventIds(accountId, events.length));
    return { result: null, statements: [appendEvents(accountId, events)] };
  });
  return calls.map(() => null);
};
