import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { Engine } from '../engine/engine.js';
import { LIMITS } from '../limits.js';
import type { Method } from '../methods/define.js';
import type { ExtMethod } from '../methods/ext/define.js';
import { readinessFailed } from '../telemetry/events.js';
import type { RequestResult } from '../telemetry/metrics.js';
import { answerUnrouted, registerApi } from './apiRoutes.js';
import { answerClientError, answerExpectation } from './clientErrors.js';
import { registerDashboard, unknownPage } from './dashboard.js';
import { registerExt } from './extRoutes.js';
import { faultBody, faultOf, logFault } from './faults.js';
import { registerDocs } from './openapi/docs.js';
import { registerSession } from './sessionRoutes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The method said no: an answer like others, with status 200. */
    isRefused: boolean;
  }
}

export interface ServerOptions {
  readonly engine: Engine;
  readonly methods: readonly Method[];
  /** Those of Web API 2. */
  readonly extMethods: readonly ExtMethod[];
  readonly log: FastifyBaseLogger;
  readonly trustProxy: readonly string[];
  /** Called for each answer: the declared path (undefined: none fits), its outcome, seconds from request to answer. */
  readonly onAnswered?: (route: string | undefined, result: RequestResult, seconds: number) => void;
  /** What `/readyz` reports; rejects or resolves to false when requests would fail. */
  readonly readiness: () => Promise<{ readonly ready: boolean; readonly details: object }>;
}

/** Fastify, configured so that it answers and logs nothing in its own words. */
const bareServer = ({ log, trustProxy }: ServerOptions): FastifyInstance =>
  fastify({
    loggerInstance: log,
    // Fastify's lines about a request hold its URL, which may hold a token.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.requestBodyBytes,
    requestTimeout: LIMITS.requestMilliseconds,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    forceCloseConnections: 'idle',
    // Requests on an open connection are still answered while the server drains; the connection is then closed.
    return503OnClosing: false,
    // Without this Node answers a request that has no Host header by itself, with an empty body.
    http: { requireHostHeader: false },
    routerOptions: {
      // Client SDKs send `/api//key/activate/`.
      caseSensitive: false,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      // The query is read together with the body.
      querystringParser: () => ({}),
    },
    // Generated here, never chosen by the caller.
    requestIdHeader: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply: FastifyReply) => {
      const { status, message } = faultOf(error);
      reply.code(status).send(faultBody(request.url, message));
    },
  });

const resultOf = ({ isRefused }: FastifyRequest, { statusCode }: FastifyReply): RequestResult => {
  if (statusCode === 401) return 'unauthorized';
  if (statusCode === 503) return 'shed';
  if (statusCode >= 500) return 'failed';
  if (statusCode >= 400) return 'malformed';
  return isRefused ? 'refused' : 'granted';
};

const registerHealth = (app: FastifyInstance, readiness: ServerOptions['readiness']): void => {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (request, reply) => {
    const { ready, details } = await readiness().catch((error: unknown) => {
      readinessFailed(request.log, error);
      return { ready: false, details: {} };
    });
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...details });
  });
};

/** The HTTP side: routes, the envelope around every fault, health, documentation. It holds no rule of the API. */
export const createHttpServer = (options: ServerOptions): FastifyInstance => {
  const app = bareServer(options);
  app.decorateRequest('isRefused', false);
  app.server.on('checkExpectation', answerExpectation);
  app.removeAllContentTypeParsers();
  // Bodies are read as text whatever their type says: what a type means is decided where the parameters are read.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  answerUnrouted(app, unknownPage());
  app.setErrorHandler((error, request, reply) => {
    const { status, message } = faultOf(error);
    logFault(request.log, request.routeOptions.url, status, error);
    return reply.code(status).send(faultBody(request.url, message));
  });
  const { onAnswered } = options;
  if (onAnswered !== undefined) {
    app.addHook('onResponse', (request, reply, done) => {
      onAnswered(request.routeOptions.url, resultOf(request, reply), reply.elapsedTime / 1000);
      done();
    });
  }
  registerHealth(app, options.readiness);
  registerDashboard(app);
  registerDocs(app, options.methods, options.extMethods);
  registerApi(app, options.engine, options.methods);
  registerSession(app, options.engine);
  registerExt(app, options.engine, options.extMethods);
  return app;
};
