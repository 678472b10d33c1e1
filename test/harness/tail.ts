import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { ShownRow } from './randomLog.js';
import type { TestParameters, TestServer } from './server.js';

/** A server-sent event, or a comment with an id. */
export interface TailEvent {
  readonly id: number;
  /** undefined: a comment. */
  readonly rows: readonly ShownRow[] | undefined;
}

/** A client of TailWebAPILog. */
export class Tail {
  readonly response: IncomingMessage;
  readonly #events: AsyncGenerator<TailEvent>;

  private constructor(response: IncomingMessage) {
    this.response = response;
    this.#events = eventsOf(response);
  }

  /** `lastEventId`: of a client that comes back. */
  static async open(server: TestServer, parameters: TestParameters, lastEventId?: number | string): Promise<Tail> {
    const query = new URLSearchParams(
      Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
    // A connection of its own, as a browser has it.
    const [response] = await once(
      get(`${server.url}/api/ai/TailWebAPILog?${query}`, { headers, agent: false }),
      'response',
    );
    return new Tail(response);
  }

  /** The next event or comment; undefined: the stream has ended. */
  async next(): Promise<TailEvent | undefined> {
    const { value, done } = await this.#events.next();
    return done === true ? undefined : value;
  }

  /** Rows until there are so many. */
  async rows(count: number): Promise<readonly ShownRow[]> {
    const rows: ShownRow[] = [];
    while (rows.length < count) {
      const event = await this.next();
      assert(event !== undefined, `it ended after ${rows.length} of ${count} rows`);
      rows.push(...(event.rows ?? []));
    }
    return rows;
  }

  /** Goes away without a word. */
  leave(): void {
    this.response.destroy();
  }
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<TailEvent> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield eventIn(text.slice(0, end));
      text = text.slice(end + 2);
    }
  }
  assert.equal(text, '', 'no event is cut off');
}

const eventIn = (text: string): TailEvent => {
  const fields = new Map(
    text
      .split('\n')
      .filter((line) => !line.startsWith(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const data = fields.get('data');
  assert.equal(fields.get('event'), data === undefined ? undefined : 'rows');
  return { id: Number(fields.get('id')), rows: data === undefined ? undefined : JSON.parse(data).logs };
};
