import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Engine } from '../engine/engine.js';
import { callMethod } from '../methods/call.js';
import type { AnsweringMethod, Method } from '../methods/define.js';
import { addressOf } from './callerAddress.js';
import type { UnknownPage } from './dashboard.js';
import { faultBody } from './faults.js';
import { identifyCaller } from './identifyCaller.js';
import { collectParameters } from './parameters.js';
import { answerStream } from './streamRoutes.js';

const answer = (engine: Engine, method: AnsweringMethod) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { parameters } = collectParameters(request);
  const incoming = { engine, raw: parameters, ip: addressOf(request) };
  const { status, body } = await callMethod(method, incoming, identifyCaller(engine, request, method, parameters));
  request.isRefused = body.result !== 0;
  return reply.code(status).header('cache-control', 'no-store').send(body);
};

/**
 * A route for each method; GET and POST are equal. HEAD is excluded: Fastify would derive it from GET, and a link
 * checker could then create a key.
 */
export const registerApi = (app: FastifyInstance, engine: Engine, methods: readonly Method[]): void => {
  for (const method of methods) {
    const handler = method.kind === 'stream' ? answerStream(app, engine, method) : answer(engine, method);
    app.route({ method: ['GET', 'POST'], url: method.path, exposeHeadRoute: false, handler });
  }
};

/** A path as the router compares it; null when its percent-encoding is broken. */
const routedPath = (url: string): string | null => {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  try {
    const plain = decodeURI(path).toLowerCase().replace(/\/+/g, '/');
    return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain;
  } catch {
    return null;
  }
};

/**
 * Requests without a route: another verb on a known path (405, or 204 with the allowed verbs for OPTIONS), or an
 * unknown path, for which `page` answers browsers.
 */
export const answerUnrouted = (app: FastifyInstance, page: UnknownPage): void => {
  const verbs = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const path = routedPath(url) ?? url;
    const known = verbs.get(path) ?? new Set();
    for (const verb of [method].flat()) known.add(verb);
    verbs.set(path, known);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = routedPath(request.url);
    const known = verbs.get(path ?? '');
    if (known === undefined) {
      const answered = path === null ? null : page(path, request, reply);
      return answered ?? reply.code(404).send(faultBody(request.url, 'There is no such method.'));
    }
    reply.header('allow', [...known, 'OPTIONS'].join(', '));
    if (request.method === 'OPTIONS') return reply.code(204).send();
    const sentence = `Use ${[...known].filter((verb) => verb !== 'HEAD').join(' or ')}.`;
    return reply.code(405).send(faultBody(request.url, sentence));
  });
};
