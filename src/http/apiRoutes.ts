import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isConnectionLost } from '../db/sqlState.js';
import { SENTENCES } from '../domain/sentences.js';
import { DatabaseAway } from '../engine/batchTransaction.js';
import type { Engine } from '../engine/engine.js';
import { Overloaded } from '../engine/groupCommit.js';
import { callMethod } from '../methods/call.js';
import type { Method } from '../methods/define.js';
import { addForm, addJson, ParameterCollector } from './parameters.js';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** What is wrong with a request before any method sees it: an answer in the envelope with a fitting status. */
export class RequestFault extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** Reads query and body. Throws `RequestFault`. */
export const collectParameters = (request: FastifyRequest): ParameterCollector => {
  const collector = new ParameterCollector();
  const queryAt = request.url.indexOf('?');
  if (queryAt >= 0) addForm(collector, request.url.slice(queryAt + 1));
  const body = typeof request.body === 'string' ? request.body : '';
  if (body === '') return collector;
  const type = (request.headers['content-type'] ?? FORM).split(';')[0]?.trim().toLowerCase();
  if (type === FORM) addForm(collector, body);
  else if (type === JSON_TYPE) {
    if (!addJson(collector, body)) throw new RequestFault(400, SENTENCES.inputIncorrect);
  } else throw new RequestFault(415, `Send the parameters as ${FORM} or ${JSON_TYPE}.`);
  return collector;
};

/** The caller's address; an IPv4 address stays one when it arrives mapped into IPv6. */
export const addressOf = (request: FastifyRequest): string => request.ip.replace(/^::ffff:(?=\d+\.)/i, '');

const answer = (engine: Engine, method: Method) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { parameters } = collectParameters(request);
  const token = parameters.get('token') ?? request.headers.token;
  const { status, body } = await callMethod(
    engine,
    method,
    parameters,
    typeof token === 'string' ? token : '',
    addressOf(request),
  );
  return reply.code(status).send(body);
};

/** A route for each method: GET and POST are equal, any other verb is answered with 405. */
export const registerApi = (app: FastifyInstance, engine: Engine, methods: readonly Method[]): void => {
  for (const method of methods) {
    app.route({ method: ['GET', 'POST'], url: method.path, handler: answer(engine, method) });
    app.route({
      method: ['PUT', 'PATCH', 'DELETE'],
      url: method.path,
      handler: () => {
        throw new RequestFault(405, 'Use GET or POST.');
      },
    });
  }
};

/** The status and sentence for whatever was thrown. Details stay in the server's log. */
export const faultOf = (error: unknown): { readonly status: number; readonly message: string } => {
  if (error instanceof RequestFault) return { status: error.statusCode, message: error.message };
  if (error instanceof Overloaded || error instanceof DatabaseAway || isConnectionLost(error)) {
    return { status: 503, message: SENTENCES.tryAgain };
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 413) return { status, message: 'The request is too large.' };
  if (status >= 400 && status < 500) return { status, message: SENTENCES.inputIncorrect };
  return { status: 500, message: SENTENCES.serverFault };
};
