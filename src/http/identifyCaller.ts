import type { FastifyRequest } from 'fastify';
import type { Engine } from '../engine/engine.js';
import { type Authenticate, byToken } from '../methods/call.js';
import type { Method } from '../methods/define.js';
import type { RawParameters } from '../methods/rawParameters.js';
import { sessionBehind } from './sessionCookie.js';

/**
 * Identifies the caller by the token, as parameter or (as n8n sends it) header, or without a token by the session
 * cookie. A token takes precedence over the cookie.
 */
export const identifyCaller = (
  engine: Engine,
  request: FastifyRequest,
  method: Method,
  parameters: RawParameters,
): Authenticate => {
  const token = parameters.get('token') ?? request.headers.token;
  if (token !== undefined) return byToken(engine, typeof token === 'string' ? token : '');
  return async () => (await sessionBehind(engine, request, method))?.authenticated ?? null;
};
