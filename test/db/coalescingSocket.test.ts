import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoalescingSocket } from '../../src/db/coalescingSocket.js';

/** A gathering socket and what comes out at the other end, piece by piece. */
const connected = async (work: (socket: CoalescingSocket, pieces: string[]) => Promise<void>): Promise<void> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  const socket = new CoalescingSocket();
  const accepted = once(server, 'connection');
  socket.connect(address.port, '127.0.0.1');
  const [other] = (await accepted) as [Socket];
  await once(socket, 'connect');
  const pieces: string[] = [];
  other.on('data', (piece) => pieces.push(piece.toString()));
  try {
    await work(socket, pieces);
  } finally {
    socket.destroy();
    other.destroy();
    server.close();
  }
};

describe('a gathering socket', () => {
  it('sends what one turn of the event loop wrote together and in order, and the next turn by itself', () =>
    connected(async (socket, pieces) => {
      const done: string[] = [];
      socket.write('a', () => done.push('a'));
      socket.write(Buffer.from('b'));
      socket.write('Yw==', 'base64', () => done.push('c'));
      assert.equal(socket.writableCorked, 1);
      await sleep(50);
      assert.deepEqual(pieces, ['abc']);
      assert.deepEqual(done, ['a', 'c']);
      socket.write('d');
      await sleep(50);
      assert.deepEqual(pieces, ['abc', 'd']);
      assert.equal(socket.writableCorked, 0);
    }));

  it('sends what was written just before the end', () =>
    connected(async (socket, pieces) => {
      socket.write('last');
      socket.end();
      await sleep(50);
      assert.deepEqual(pieces, ['last']);
    }));
});
