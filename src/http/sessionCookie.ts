import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Engine } from '../engine/engine.js';
import { isCsrf, type Session } from '../engine/identity/sessions.js';
import { LIMITS } from '../limits.js';
import type { Method } from '../methods/define.js';

const COOKIE = 'keyledger_session';

const sessionTextIn = ({ headers }: FastifyRequest): string | undefined =>
  (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);

/** The session that the request's cookie names; null: none, or it has ended. Whether the caller may use it is `hasCsrf`'s. */
export const sessionOf = async (engine: Engine, request: FastifyRequest): Promise<Session | null> => {
  const text = sessionTextIn(request);
  return text === undefined ? null : engine.sessions.find(text, Date.now());
};

/** Whether the request comes from a page of this server: another page makes a browser send the cookie, not this header. */
export const hasCsrf = (session: Session, { headers }: FastifyRequest): boolean => {
  const header = headers['x-csrf-token'];
  return typeof header === 'string' && isCsrf(session, header);
};

/**
 * The session as whose person a method is called; null: the request may not use any. A browser opens a stream by
 * itself, as the target of a link or an EventSource, and then sends no header of ours: because a stream changes
 * nothing, the cookie alone is enough with GET.
 */
export const sessionBehind = async (
  engine: Engine,
  request: FastifyRequest,
  method: Method,
): Promise<Session | null> => {
  const session = await sessionOf(engine, request);
  if (session === null) return null;
  const isOpened = method.kind === 'stream' && request.method === 'GET';
  return isOpened || hasCsrf(session, request) ? session : null;
};

const setCookie = (request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): void => {
  // Whether the browser uses https, according to a trusted proxy if there is one.
  const secure = request.protocol === 'https' ? '; Secure' : '';
  reply.header('set-cookie', `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`);
};

export const giveCookie = (request: FastifyRequest, reply: FastifyReply, { text }: Session): void =>
  setCookie(request, reply, text, LIMITS.sessionMilliseconds / 1000);

export const takeCookie = (request: FastifyRequest, reply: FastifyReply): void => setCookie(request, reply, '', 0);
