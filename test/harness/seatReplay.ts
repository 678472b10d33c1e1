/** Seats told a second time and as simply as possible: rows one after the other, a set and a map. */

/** A log row, as far as it says something of seats. */
export interface ReplayRow {
  readonly id: number;
  /** Milliseconds. */
  readonly time: number;
  readonly licenseId: number;
  readonly productId: number;
  readonly state: number;
  /** DeleteKey wrote it. */
  readonly byDeleteKey: boolean;
  readonly machineCode: string;
  /** Seconds. */
  readonly floatingInterval: number;
  readonly seatLimit: number;
}

export interface ReplayedHolder {
  /** Of the row that began the seat; a new one when a lease enters or leaves overdraft. */
  readonly id: number;
  readonly licenseId: number;
  readonly machineCode: string;
  readonly floating: boolean;
  readonly overdraft: boolean;
  readonly since: number;
  /** As known then; null: it lasts. */
  readonly until: number | null;
}

/** Who holds a seat, as rows go by and leases lapse. */
export class SeatReplay {
  readonly #held = new Map<string, ReplayedHolder>();

  apply(row: ReplayRow): void {
    const { licenseId, machineCode, id, time, state } = row;
    this.lapse(time);
    const nodeLocked = `${licenseId} locked ${machineCode}`;
    const lease = `${licenseId} lease ${machineCode}`;
    if ([2012, 2013, 3011].includes(state) || (state === 5010 && row.floatingInterval === 0)) {
      if (!this.#held.has(nodeLocked)) {
        this.#held.set(nodeLocked, {
          id,
          licenseId,
          machineCode,
          since: time,
          until: null,
          floating: false,
          overdraft: false,
        });
      }
    } else if ([2014, 2015, 5010].includes(state)) {
      const before = this.#held.get(lease);
      const overdraft = state === 2015;
      this.#held.set(lease, {
        licenseId,
        machineCode,
        floating: true,
        overdraft,
        id: before !== undefined && before.overdraft === overdraft ? before.id : id,
        since: before?.since ?? time,
        until: time + row.floatingInterval * 1000,
      });
      this.lapse(time);
    } else if (state === 6010 || state === 2022) this.#held.delete(nodeLocked);
    else if (state === 6011 || state === 2024) this.#held.delete(lease);
    else if (row.byDeleteKey) {
      for (const [name, holder] of this.#held) if (holder.licenseId === licenseId) this.#held.delete(name);
    }
  }

  /** Goes on to a time: leases that end then are gone. */
  lapse(time: number): void {
    for (const [name, { until }] of this.#held) if (until !== null && until <= time) this.#held.delete(name);
  }

  get holders(): readonly ReplayedHolder[] {
    return [...this.#held.values()].sort((a, b) => a.id - b.id);
  }
}

/** Who holds a seat at a time, after all rows of that millisecond. */
export const holdersAt = (rows: readonly ReplayRow[], time: number): readonly ReplayedHolder[] => {
  const replay = new SeatReplay();
  for (const row of rows) if (row.time <= time) replay.apply(row);
  replay.lapse(time);
  return replay.holders;
};

/** When the seat of a holder at a time ends: replayed on until the machine does not hold it any more. */
export const endOf = (rows: readonly ReplayRow[], at: number, holder: ReplayedHolder): number | null => {
  const replay = new SeatReplay();
  const own = (): ReplayedHolder | undefined =>
    replay.holders.find(
      (other) =>
        other.licenseId === holder.licenseId &&
        other.machineCode === holder.machineCode &&
        other.floating === holder.floating &&
        other.since === holder.since,
    );
  let until = holder.until;
  for (const row of rows) {
    const before = own();
    if (row.time > at) {
      if (before === undefined) return until;
      replay.lapse(row.time);
      if (own() === undefined) return before.until;
    }
    replay.apply(row);
    const after = own();
    if (row.time > at && after === undefined) return row.time;
    if (row.time > at) until = after?.until ?? null;
  }
  return until;
};

export interface ReplayedStep {
  readonly held: number;
  readonly peak: number;
  readonly denials: number;
}

export interface ReplayedSteps {
  readonly limit: number | null;
  readonly nodeLocked: ReplayedStep;
  readonly floating: ReplayedStep & { readonly overdraft: number };
}

/** One step, every number counted from the beginning of the log. */
export const replayStep = (rows: readonly ReplayRow[], start: number, end: number): ReplayedSteps => {
  const moments: { readonly taken: ReplayedHolder | undefined; readonly holders: readonly ReplayedHolder[] }[] = [];
  const replay = new SeatReplay();
  for (const row of rows) {
    if (row.time >= end) break;
    replay.apply(row);
    const { holders } = replay;
    if (row.time >= start) moments.push({ taken: holders.find(({ id }) => id === row.id), holders });
  }
  const atStart = holdersAt(rows, start);
  const count = (kind: (holder: ReplayedHolder) => boolean) => {
    const held = atStart.filter(kind).length;
    // A seat counts from the row that takes it, even where the next row of the same millisecond gives it back.
    const taking = moments.filter(({ taken }) => taken !== undefined && kind(taken));
    return { held, peak: Math.max(held, ...taking.map(({ holders }) => holders.filter(kind).length)) };
  };
  const within = rows.filter(({ time }) => time >= start && time < end);
  const denials = (state: number) => within.filter((row) => row.state === state).length;
  return {
    limit: rows.filter(({ time }) => time < end).at(-1)?.seatLimit ?? null,
    nodeLocked: { ...count(({ floating }) => !floating), denials: denials(2022) },
    floating: {
      ...count(({ floating }) => floating),
      denials: denials(2024),
      overdraft: count(({ overdraft }) => overdraft).peak,
    },
  };
};
