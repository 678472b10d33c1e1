import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify';
import type { Engine } from '../engine/engine.js';
import { LIMITS } from '../limits.js';
import type { Method } from '../methods/define.js';
import { faultOf, registerApi } from './apiRoutes.js';

export interface ServerOptions {
  readonly engine: Engine;
  readonly methods: readonly Method[];
  readonly log: FastifyBaseLogger;
  readonly trustProxy: readonly string[];
  /** What `/readyz` reports; rejects or resolves to false when requests would fail. */
  readonly readiness: () => Promise<{ readonly ready: boolean; readonly details: object }>;
}

const envelope = (message: string) => ({ result: 1, message });

/** The HTTP side: routes, the envelope around every fault, health. It holds no rule of the API. */
export const createHttpServer = (options: ServerOptions): FastifyInstance => {
  const app = fastify({
    loggerInstance: options.log,
    disableRequestLogging: true,
    bodyLimit: LIMITS.requestBodyBytes,
    trustProxy: options.trustProxy.length === 0 ? false : [...options.trustProxy],
    forceCloseConnections: 'idle',
    // Client SDKs send `/api//key/activate/`.
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    // An id of ours, never one that a caller chooses.
    requestIdHeader: false,
    clientErrorHandler: (_error, socket) => {
      const body = JSON.stringify(envelope('The request could not be read.'));
      if (socket.writable) {
        socket.end(
          `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
        );
      }
    },
  });
  app.removeAllContentTypeParsers();
  // Bodies are read as text whatever their type says: what a type means is decided where the parameters are read.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(envelope('There is no such method.')));
  app.setErrorHandler((error, request, reply) => {
    const { status, message } = faultOf(error);
    if (status >= 500) request.log.error({ err: error, path: request.routeOptions.url }, 'request failed');
    return reply.code(status).send(envelope(message));
  });
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const { ready, details } = await options.readiness();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...details });
  });
  registerApi(app, options.engine, options.methods);
  return app;
};
