import type { NewEvent } from '../domain/outcome.js';
import { appendEvents } from '../sql/appendLog.js';
import { lockEventHead, moveEventHead } from '../sql/logHead.js';
import type { Statement } from '../sql/statement.js';
import type { BatchTransactions } from './batchTransaction.js';
import type { Run } from './load.js';

/** The statements that append events, under the event head's lock, which this takes; and when the events arrived, in milliseconds. */
export const eventStatements = async (
  run: Run,
  accountId: number,
  events: readonly NewEvent[],
): Promise<{ readonly statements: readonly Statement<object>[]; readonly arrival: number }> => {
  const [head] = await run(lockEventHead(accountId));
  if (head === undefined) throw new Error(`account ${accountId} has no event head`);
  const arrival = Math.max(head.now, head.last_arrival);
  const arrivalSeconds = Math.floor(arrival / 1000);
  const statements = [
    appendEvents(
      accountId,
      events.map((_, index) => head.last_id + 1 + index),
      arrival,
      // An event cannot come from the future, whatever the client's clock says.
      events.map((event) => Math.min(event.time ?? arrivalSeconds, arrivalSeconds)),
      events.map((event) => event.productId),
      events.map((event) => event.licenseId),
      events.map((event) => event.machineCode),
      events.map((event) => event.featureName),
      events.map((event) => event.eventName),
      events.map((event) => event.value),
      events.map((event) => event.currency),
      events.map((event) => event.metadata),
    ),
    moveEventHead(accountId, head.last_id + events.length, arrival),
  ];
  return { statements, arrival };
};

/** Appends the events of several calls in one durable transaction. */
export const commitEvents = async (
  transactions: BatchTransactions,
  accountId: number,
  calls: readonly (readonly NewEvent[])[],
): Promise<readonly null[]> => {
  await transactions.run(accountId, 'event', async (run) => {
    const { statements, arrival } = await eventStatements(run, accountId, calls.flat());
    return { result: null, statements, now: arrival };
  });
  return calls.map(() => null);
};
