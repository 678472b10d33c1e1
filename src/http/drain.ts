import type { FastifyInstance } from 'fastify';

/** How often connections are looked at while the server closes. */
const SWEEP_MS = 20;

/**
 * Closes the server: what is under way is answered, nothing new is taken. A connection that was busy when closing began
 * is kept alive by Node after its answer and would hold the process for the keep-alive time (72 s): it is closed as soon
 * as it is idle.
 */
export const drain = async (app: FastifyInstance): Promise<void> => {
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
};
