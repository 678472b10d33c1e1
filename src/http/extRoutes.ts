import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Engine } from '../engine/engine.js';
import { callExtMethod } from '../methods/ext/call.js';
import type { ExtBody, ExtMethod } from '../methods/ext/define.js';
import { addressOf } from './callerAddress.js';
import { collectParameters } from './parameters.js';

const JSON_TYPE = 'application/json; charset=utf-8';

const answer = (engine: Engine, method: ExtMethod) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { parameters } = collectParameters(request);
  const answered = await callExtMethod(method, { engine, raw: parameters, ip: addressOf(request) });
  reply.header('cache-control', 'no-store');
  request.isRefused = 'error' in answered;
  if ('error' in answered) return sendBody(reply, { error: answered.error });
  return 'texts' in answered ? sendArray(reply, answered.texts) : sendBody(reply, answered.body);
};

const sendBody = (reply: FastifyReply, body: ExtBody): FastifyReply =>
  typeof body === 'string'
    ? reply.type('text/plain; charset=utf-8').send(body)
    : reply.type(JSON_TYPE).send(JSON.stringify(body));

/**
 * Streams an array, no faster than the client receives it. The first members are awaited before anything is sent, so
 * that an unavailable database gets its own answer and not a truncated body.
 */
const sendArray = async (reply: FastifyReply, members: AsyncIterable<string>): Promise<FastifyReply> => {
  const iterator = members[Symbol.asyncIterator]();
  const first = await iterator.next();
  return reply.type(JSON_TYPE).send(Readable.from(arrayText(first, iterator), { objectMode: false }));
};

async function* arrayText(first: IteratorResult<string>, iterator: AsyncIterator<string>): AsyncGenerator<string> {
  let before = '[';
  for (let members = first; members.done !== true; members = await iterator.next()) {
    if (members.value === '') continue;
    yield before + members.value;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** A route for each method of Web API 2: GET and POST are equal. */
export const registerExt = (app: FastifyInstance, engine: Engine, methods: readonly ExtMethod[]): void => {
  for (const method of methods) {
    app.route({ method: ['GET', 'POST'], url: method.path, exposeHeadRoute: false, handler: answer(engine, method) });
  }
};
