/** The queue is full: nothing was done, the caller may retry. */
export class Overloaded extends Error {
  constructor() {
    super('too many requests are waiting for this account');
  }
}

interface Waiting<Member, Result> {
  readonly member: Member;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchQueueOptions<Member, Result> {
  /** Runs the members together, in order; resolves with a result for each, once they are durable. */
  readonly run: (members: readonly Member[]) => Promise<readonly Result[]>;
  /** Whether an error may be caused by one member, so that the others may succeed when run one by one. */
  readonly isMembersFault: (error: unknown) => boolean;
  readonly maxMembers: number;
  readonly maxQueued: number;
  /** Weight of a member, and the most of a batch; a heavier member gets a batch of its own. Default: no bound. */
  readonly weight?: { readonly of: (member: Member) => number; readonly most: number };
  /** Called with the number of members when a batch starts. */
  readonly onBatch?: (members: number) => void;
  /** Called for each member that a full queue refuses. */
  readonly onOverload?: () => void;
}

/**
 * Collects members that arrive while a batch runs and runs them together (group commit). Each caller awaits its own
 * member. When a batch of several fails because of one of them, they are run again one by one, so that only the bad
 * request fails.
 */
export class BatchQueue<Member, Result> {
  readonly #options: BatchQueueOptions<Member, Result>;
  #queue: Waiting<Member, Result>[] = [];
  #draining: Promise<void> | null = null;

  constructor(options: BatchQueueOptions<Member, Result>) {
    this.#options = options;
  }

  submit(member: Member): Promise<Result> {
    if (this.#queue.length >= this.#options.maxQueued) {
      this.#options.onOverload?.();
      return Promise.reject(new Overloaded());
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ member, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Members that wait for their batch. */
  get waiting(): number {
    return this.#queue.length;
  }

  get idle(): boolean {
    return this.#draining === null;
  }

  /** Resolves when all submitted members are settled. */
  async settled(): Promise<void> {
    while (this.#draining !== null) await this.#draining;
  }

  async #drain(): Promise<void> {
    // Members that arrive in this turn of the event loop join the first batch.
    await new Promise(setImmediate);
    while (this.#queue.length > 0) await this.#run(this.#queue.splice(0, this.#nextSize()));
    this.#draining = null;
  }

  /** The number of waiting members that go into the next batch; at least one. */
  #nextSize(): number {
    const { maxMembers, weight } = this.#options;
    const most = Math.min(maxMembers, this.#queue.length);
    if (weight === undefined) return most;
    let total = 0;
    const tooMuch = this.#queue.slice(0, most).findIndex(({ member }) => {
      total += weight.of(member);
      return total > weight.most;
    });
    return tooMuch < 0 ? most : Math.max(1, tooMuch);
  }

  async #run(batch: readonly Waiting<Member, Result>[]): Promise<void> {
    this.#options.onBatch?.(batch.length);
    try {
      const results = await this.#options.run(batch.map((waiting) => waiting.member));
      batch.forEach((waiting, index) => {
        waiting.resolve(results[index] as Result);
      });
    } catch (error) {
      if (batch.length > 1 && this.#options.isMembersFault(error)) {
        for (const waiting of batch) await this.#run([waiting]);
      } else {
        for (const waiting of batch) waiting.reject(error);
      }
    }
  }
}
