import type { FastifyInstance } from 'fastify';

/** How often connections are looked at while the server closes. */
const SWEEP_MS = 20;

/** How long the server waits for clients to take their answers: a long download at a good pace, less than service managers wait. */
const PATIENCE_MS = 30_000;

/**
 * Closes the server: what is under way is answered, nothing new is taken. A connection that was busy when closing began
 * is kept alive by Node after its answer and would hold the process for the keep-alive time (72 s): it is closed as soon
 * as it is idle. One whose client does not take its answer would hold it for ever: it is closed after `patienceMs`.
 */
export const drain = async (app: FastifyInstance, patienceMs = PATIENCE_MS): Promise<void> => {
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  const lost = setTimeout(() => app.server.closeAllConnections(), patienceMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(lost);
  }
};
