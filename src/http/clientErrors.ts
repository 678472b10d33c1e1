import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { envelope } from './faults.js';

interface Fault {
  readonly status: string;
  readonly message: string;
}

const faultOfCode = (code: string | undefined): Fault => {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: '408 Request Timeout', message: 'The request took too long to arrive.' };
    case 'HPE_HEADER_OVERFLOW':
      return { status: '431 Request Header Fields Too Large', message: 'The request line and headers are too large.' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: '413 Content Too Large', message: 'The request is too large.' };
    default:
      return { status: '400 Bad Request', message: 'The request could not be read.' };
  }
};

/**
 * Answers malformed or oversized HTTP and closes the connection. The bytes are not logged, because they may contain a
 * token.
 */
export const answerClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, message } = faultOfCode(error.code);
  const body = JSON.stringify(envelope(message));
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/** Answers an `Expect` header other than 100-continue, which Node would answer without a body. */
export const answerExpectation = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(417, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
  response.end(JSON.stringify(envelope('The server cannot meet what the Expect header asks for.')));
};
