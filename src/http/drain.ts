import type { FastifyInstance } from 'fastify';

/** How often idle connections are closed while the server drains. */
const SWEEP_MS = 20;

/** Timeout for clients to receive their answers: enough for a long download, less than service managers wait. */
const DRAIN_TIMEOUT_MS = 30_000;

/**
 * Drains the server: pending requests are answered, new ones are not accepted. Node keeps connections that were busy
 * alive after their answer (72 s), so they are closed as soon as they are idle. A connection whose client does not
 * receive its answer is closed after `timeoutMs`.
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
