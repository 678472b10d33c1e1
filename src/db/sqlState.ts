/** SQLSTATE classes of a lost connection or server, as opposed to a wrong statement. */
const CONNECTION_CLASSES = new Set(['08', '57']);
/** serialization_failure, deadlock_detected, too_many_connections. */
const PASSING_STATES = new Set(['40001', '40P01', '53300']);

const sqlStateOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  // EPIPE of the operating system looks like a state.
  if ('syscall' in error) return undefined;
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
};

/** query_canceled: the statement timeout. It is class 57, but the connection lives. */
export const isQueryCanceled = (error: unknown): boolean => sqlStateOf(error) === '57014';

/** Classes 21 to 23 and 54: the data of a row is invalid for the statement. A retry does not help. */
export const isDataError = (error: unknown): boolean => /^(?:2[123]|54)/.test(sqlStateOf(error) ?? '');

/** unique_violation. */
export const isUniqueViolation = (error: unknown): boolean => sqlStateOf(error) === '23505';

/**
 * Whether the connection broke or the server stopped. Errors without an SQLSTATE come from the socket or the driver;
 * `classified` wraps those, so that the program's own assertions are not taken for them.
 */
export const isConnectionLost = (error: unknown): boolean => {
  if (isQueryCanceled(error)) return false;
  const state = sqlStateOf(error);
  if (state !== undefined) return CONNECTION_CLASSES.has(state.slice(0, 2));
  return error instanceof ConnectionLost;
};

/**
 * Whether a commit that failed with this error may have happened nevertheless. A Citus coordinator that loses the node while
 * it commits there answers internal_error, which PostgreSQL itself never does for a commit.
 */
export const isOutcomeUnknown = (error: unknown): boolean => isConnectionLost(error) || sqlStateOf(error) === 'XX000';

/** Whether a retry of the same transaction is likely to succeed. */
export const isWorthRetrying = (error: unknown): boolean =>
  isConnectionLost(error) || PASSING_STATES.has(sqlStateOf(error) ?? '');

/** An error of the socket or driver, wrapped where it was met, so that it cannot be taken for a programmer's error. */
export class ConnectionLost extends Error {}

/** Wraps what the driver throws: errors of the server stay as they are, all others mean that the connection is lost. */
export const classified = (error: unknown): unknown =>
  sqlStateOf(error) === undefined
    ? new ConnectionLost('the connection to the database broke', { cause: error })
    : error;
