import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the network does with a request: passes it on, answers by itself, breaks off, or lets it wait for ever. */
export type Fate = 'pass' | 'wait' | 'break' | number | { readonly answer: string } | { readonly retryAfter: string };

export interface Asked {
  readonly method: string;
  readonly parameters: URLSearchParams;
}

/** A server on the way to another one, which may fail. */
export class Network {
  readonly asked: Asked[] = [];
  readonly #server: Server;

  private constructor(source: string, fateOf: (asked: Asked, count: number) => Fate) {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const asked = { method: request.url ?? '', parameters: new URLSearchParams(body) };
      this.asked.push(asked);
      const fate = fateOf(asked, this.asked.length);
      if (fate === 'wait') return;
      if (fate === 'break') return void request.socket.destroy();
      if (typeof fate === 'number') return void response.writeHead(fate).end();
      if (typeof fate === 'object' && 'retryAfter' in fate) {
        return void response.writeHead(429, { 'retry-after': fate.retryAfter }).end();
      }
      if (typeof fate === 'object') return void response.end(fate.answer);
      const passed = await fetch(`${source}${request.url}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      response.writeHead(passed.status).end(await passed.text());
    });
  }

  /**
   * Does work with a network in front of the server at `source`.
   *
   * @param fateOf what becomes of a request, the count-th from 1
   */
  static async between(
    source: string,
    fateOf: (asked: Asked, count: number) => Fate,
    work: (network: Network) => Promise<void>,
  ): Promise<void> {
    const network = new Network(source, fateOf);
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    try {
      await work(network);
    } finally {
      network.#server.closeAllConnections();
      network.#server.close();
    }
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}
