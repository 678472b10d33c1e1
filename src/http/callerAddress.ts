import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Some proxies write the port behind the address: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (text: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;

/**
 * The caller's address: the peer's, or what a trusted proxy forwarded. An IPv4 address stays one when it arrives mapped
 * into IPv6. What a proxy forwarded but is no address (it may be any text that a client sent) does not count.
 */
export const addressOf = (request: FastifyRequest): string => {
  const forwarded = withoutPort(request.ip);
  const address = isIP(forwarded) === 0 ? (request.socket.remoteAddress ?? '') : forwarded;
  return address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
};
