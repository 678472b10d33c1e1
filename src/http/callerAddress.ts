import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Some proxies append the port to the address: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (text: string): string =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;

/**
 * The caller's address: the peer's, or what a trusted proxy forwarded. An IPv4 address mapped into IPv6 becomes IPv4
 * again. A forwarded text that is not an address (clients can send any) is ignored.
 */
export const addressOf = (request: FastifyRequest): string => {
  const forwarded = withoutPort(request.ip);
  const address = isIP(forwarded) === 0 ? (request.socket.remoteAddress ?? '') : forwarded;
  return address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
};
