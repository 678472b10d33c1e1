import type { NewEvent } from '../domain/outcome.js';
import { appendEvents } from '../sql/appendLog.js';
import { takeEventIds } from '../sql/logHead.js';
import type { Statement } from '../sql/statement.js';
import type { BatchTransactions } from './batchTransaction.js';

/** The statements that append events, in this order. They need nothing read before them: the database numbers and dates. */
export const eventStatements = (accountId: number, events: readonly NewEvent[]): readonly Statement<object>[] =>
  events.length === 0
    ? []
    : [
        takeEventIds(accountId, events.length),
        appendEvents(
          accountId,
          events.map((event) => event.time),
          events.map((event) => event.productId),
          events.map((event) => event.licenseId),
          events.map((event) => event.machineCode),
          events.map((event) => event.featureName),
          events.map((event) => event.eventName),
          events.map((event) => event.value),
          events.map((event) => event.currency),
          events.map((event) => event.metadata),
        ),
      ];

/** Appends the events of several calls in one durable transaction. */
export const commitEvents = async (
  transactions: BatchTransactions,
  accountId: number,
  calls: readonly (readonly NewEvent[])[],
): Promise<readonly null[]> => {
  const statements = eventStatements(accountId, calls.flat());
  await transactions.run(accountId, 'event', async () => ({ result: null, statements }));
  return calls.map(() => null);
};
