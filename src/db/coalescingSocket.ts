import { Socket } from 'node:net';

type Written = (error?: Error | null) => void;

/**
 * A socket that sends all writes of one turn of the event loop with one system call: the driver writes each
 * statement of a pipeline on its own, and a system call costs more than most statements.
 */
export class CoalescingSocket extends Socket {
  #isCorked = false;

  constructor() {
    super();
    // Node's `connect` puts its own `write` on the socket.
    this.once('connect', () => Reflect.deleteProperty(this, 'write'));
  }

  override write(chunk: string | Uint8Array, encoding?: BufferEncoding | Written, written?: Written): boolean {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.cork();
      process.nextTick(() => {
        this.#isCorked = false;
        this.uncork();
      });
    }
    if (encoding === undefined || typeof encoding === 'function') return super.write(chunk, encoding);
    return super.write(chunk, encoding, written);
  }
}
