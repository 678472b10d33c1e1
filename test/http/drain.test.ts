import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fastify } from 'fastify';
import { drain } from '../../src/http/drain.js';

/** A server whose one answer never ends, as one that its client does not read, with a client waiting for it. */
const startStalled = async () => {
  const app = fastify();
  const endless = new Readable({ read: () => {} });
  app.get('/', (_request, reply) => reply.send(endless));
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const client = connect(Number(port), '127.0.0.1');
  client.on('error', () => {});
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  endless.push('begun');
  await once(client, 'data');
  return { app, client };
};

test('an answer that its client does not take holds the closing server for a bounded time', async () => {
  const { app, client } = await startStalled();
  const closed = once(client, 'close');
  const began = Date.now();
  await drain(app, 300);
  const took = Date.now() - began;
  assert(took >= 290 && took < 5_000, `${took} ms`);
  await closed;
});
