interface Entry {
  readonly time: number;
  /** Entries with equal times run in the order of their creation. */
  readonly made: number;
  readonly act: () => void;
}

const isBefore = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.made < b.made);

/** An event queue and its clock, which moves from entry to entry. Times are milliseconds, multiples of a second. */
export class Agenda {
  /** A binary heap: no entry is before its parent, which stands at half its place. */
  readonly #heap: Entry[] = [];
  #made = 0;
  #now = 0;

  get now(): number {
    return this.#now;
  }

  /** Not before now. */
  at(time: number, act: () => void): void {
    this.#made += 1;
    const entry = { time: Math.max(Math.floor(time / 1000) * 1000, this.#now), made: this.#made, act };
    let place = this.#heap.push(entry) - 1;
    for (;;) {
      const parentPlace = (place - 1) >> 1;
      const parent = this.#heap[parentPlace];
      if (place === 0 || parent === undefined || isBefore(parent, entry)) break;
      this.#heap[place] = parent;
      place = parentPlace;
    }
    this.#heap[place] = entry;
  }

  /** Runs all entries up to a time, including those that they add. */
  runUntil(end: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.time <= end; first = this.#heap[0]) {
      this.#removeFirst();
      this.#now = first.time;
      first.act();
    }
    this.#now = end;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      const takesRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = takesRight ? right : left;
      if (child === undefined || isBefore(last, child)) break;
      this.#heap[place] = child;
      place = 2 * place + (takesRight ? 2 : 1);
    }
    this.#heap[place] = last;
  }
}
