import type { FastifyRequest } from 'fastify';
import type { Engine } from '../engine/engine.js';
import { type Authenticate, byToken } from '../methods/call.js';
import type { Method } from '../methods/define.js';
import type { RawParameters } from '../methods/rawParameters.js';
import { sessionBehind } from './sessionCookie.js';

/**
 * Who sends a request: by its token, as parameter or (as n8n sends it) header; without a token by the session's cookie. A
 * token counts even where the cookie names a session.
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
