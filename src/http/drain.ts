import type { FastifyInstance } from 'fastify';

/** How often idle connections are closed while the server drains. */
const SWEEP_MS = 20;

/** How long clients have to take their answers: enough for a long download, less than service managers wait. */
const DRAIN_TIMEOUT_MS = 30_000;

/**
 * Closes the server: what is under way is answered, nothing new is taken. A connection that was busy when closing began
 * is kept alive by Node after its answer and would hold the process for the keep-alive time (72 s): it is closed as soon
 * as it is idle. One whose client does not take its answer would hold it for ever: it is closed after `timeoutMs`.
 */
export const drain = async (app: FastifyInstance, timeoutMs = DRAIN_TIMEOUT_MS): Promise<void> => {
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  const lost = setTimeout(() => app.server.closeAllConnections(), timeoutMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(lost);
  }
};
