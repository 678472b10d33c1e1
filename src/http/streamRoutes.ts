import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isConnectionLost, isQueryCanceled } from '../db/sqlState.js';
import { isPermitted } from '../domain/entities/caller.js';
import { SENTENCES } from '../domain/sentences.js';
import { Overloaded } from '../engine/batch/batchQueue.js';
import type { Engine } from '../engine/engine.js';
import { LIMITS } from '../limits.js';
import { type Authenticate, openStream, refusal } from '../methods/call.js';
import type { StreamContent, StreamMethod } from '../methods/define.js';
import { addressOf } from './callerAddress.js';
import { identifyCaller } from './identifyCaller.js';
import { collectParameters } from './parameters.js';

/** Timeout for an endless stream's client to receive the end when the server stops. */
const FAREWELL_MS = 1_000;

/** The streams of one method that are open, and their bounds. */
class Places {
  readonly #most: StreamMethod['most'];
  readonly #accounts = new Map<number, number>();
  #all = 0;

  constructor(most: StreamMethod['most']) {
    this.#most = most;
  }

  /** Returns the function that closes it. Throws `Overloaded`. */
  take(accountId: number): () => void {
    const own = this.#accounts.get(accountId) ?? 0;
    if (own >= this.#most.perAccount || this.#all >= this.#most.perProcess) throw new Overloaded();
    this.#accounts.set(accountId, own + 1);
    this.#all += 1;
    return () => {
      const left = (this.#accounts.get(accountId) ?? 1) - 1;
      if (left === 0) this.#accounts.delete(accountId);
      else this.#accounts.set(accountId, left);
      this.#all -= 1;
    };
  }
}

/** Asks at most every few seconds whether the caller may still read. An unavailable database does not count as a no. */
const trust = (method: StreamMethod, authenticate: Authenticate): (() => Promise<boolean>) => {
  let asked = Date.now();
  return async () => {
    if (Date.now() - asked < LIMITS.streamTrustMilliseconds) return true;
    asked = Date.now();
    try {
      const authenticated = await authenticate();
      if (authenticated === null) return false;
      return method.permission === null || isPermitted(authenticated.caller, method.permission);
    } catch (error) {
      if (isConnectionLost(error) || isQueryCanceled(error)) return true;
      throw error;
    }
  };
};

/** The handler of a stream's route. */
export const answerStream = (app: FastifyInstance, engine: Engine, method: StreamMethod) => {
  const places = new Places(method.most);
  const stopping = new AbortController();
  // One listener for each that is open.
  setMaxListeners(0, stopping.signal);
  // Before the server waits for its connections, because an endless stream would block it.
  if (method.endless) app.addHook('preClose', async () => stopping.abort());
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { parameters } = collectParameters(request);
    // Checked again during the stream: the token may be revoked, or the session end.
    const authenticate = identifyCaller(engine, request, method, parameters);
    reply.header('cache-control', 'no-store');
    const authenticated = await authenticate();
    if (authenticated === null) return reply.code(401).send(refusal(SENTENCES.unableToAuthenticate).body);
    // A client that has disconnected gets no answer, and its slot would never be released.
    if (reply.raw.destroyed) return reply;
    reply.raw.once('close', places.take(authenticated.accountId));
    const ended = endOf(reply, stopping.signal);
    const call = { engine, raw: parameters, ip: addressOf(request), ...authenticated };
    const opened = await openStream(method, call, {
      lastEventId: [request.headers['last-event-id']].flat()[0] ?? '',
      ended,
      isStillGood: trust(method, authenticate),
    });
    request.isRefused = 'body' in opened;
    if ('body' in opened) return reply.send(opened.body);
    if (method.endless) reply.header('connection', 'close');
    return sendContent(reply, opened);
  };
};

/** Aborted when the client disconnects, or when an endless stream has to stop. */
const endOf = ({ raw }: FastifyReply, stopping: AbortSignal): AbortSignal => {
  const gone = new AbortController();
  const farewell = (): void => {
    gone.abort();
    // A stalled client does not receive the end either.
    const late = setTimeout(() => raw.destroy(), FAREWELL_MS);
    raw.once('close', () => clearTimeout(late));
  };
  if (stopping.aborted) farewell();
  else stopping.addEventListener('abort', farewell, { once: true });
  raw.once('close', () => {
    stopping.removeEventListener('abort', farewell);
    gone.abort();
  });
  raw.setTimeout(LIMITS.stalledStreamMilliseconds, () => raw.destroy());
  return gone.signal;
};

/**
 * Streams a text, no faster than the client receives it. The first part is awaited before anything is sent, so that an
 * unavailable database gets its own answer. A later failure breaks the connection.
 */
const sendContent = async (
  reply: FastifyReply,
  { contentType, fileName, chunks }: StreamContent,
): Promise<FastifyReply> => {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  // Without this a proxy may buffer the stream.
  reply.type(contentType).header('x-accel-buffering', 'no');
  if (fileName !== undefined) reply.header('content-disposition', `attachment; filename="${fileName}"`);
  return reply.send(Readable.from(allParts(first, iterator), { objectMode: false }));
};

async function* allParts(first: IteratorResult<string>, iterator: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    for (let part = first; part.done !== true; part = await iterator.next()) yield part.value;
  } finally {
    await iterator.return?.();
  }
}
