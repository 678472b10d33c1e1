import { type RefusalCause, refusalCause, runEnd } from '../../domain/analytics/refusals.js';
import { BLOCKS, isRequest, REFUSALS, UNBLOCKS } from '../../domain/log/stateLists.js';
import { isRefusal } from '../../domain/log/states.js';
import type { Period } from '../../domain/time/period.js';
import { LIMITS } from '../../limits.js';
import {
  countSubjectsListed,
  countSubjectsWalked,
  type LicenseNamed,
  type LicenseSubject,
  machineOfDevice,
  type NamedLicenseRow,
  namedLicenses,
  type SubjectCount,
  sameMachines,
  subjectsOfLicenses,
} from '../../sql/analytics/readRefusals.js';
import type { IdRange, LogFilter, LogRow } from '../../sql/log/readLog.js';

import { idsAt } from '../log/logHistogram.js';
import { readByIds } from '../log/logPage.js';
import type { AccountReads } from '../reads.js';

/** Refusals of one state of a license in a period. Times are milliseconds. */
export interface StateRefusals {
  readonly state: number;
  readonly cause: RefusalCause;
  readonly count: number;
  /** The newest of them. */
  readonly last: Pick<LogRow, 'id' | 'time'> & { readonly machineCode: string | null; readonly friendlyName: string };
  /** MaxNoOfMachines at the newest of them. */
  readonly seatLimit: number;
  /** Start of the current run of refusals, without a granted request of its kind in between. It may be before the period. */
  readonly since: number;
  /** When a request of its kind was granted after the newest refusal; null: none was. */
  readonly grantedAgain: number | null;
}

/** The requests of a license in a period, by outcome. */
export interface LicenseRefusals {
  readonly license: NamedLicenseRow;
  /** null: more rows than one answer may count. */
  readonly granted: number | null;
  readonly refused: number;
  /** Most recent refusal first. */
  readonly refusals: readonly StateRefusals[];
}

export interface Refusals {
  /** Most recent refusal first, then by number of requests. */
  readonly licenses: readonly LicenseRefusals[];
  readonly exact: boolean;
}

interface Reader extends AccountReads {
  /** The newest row of the log. */
  readonly lastId: number;
  /** The caller sees all keys, and so a machine's name under any of them. */
  readonly seesAll: boolean;
  /** Deadline of the whole read, in milliseconds since 1970. */
  readonly deadline: number;
}

/** Why requests of some licenses were refused, from a bounded number of rows. */
export const findRefusals = async (
  { run, accountId }: AccountReads,
  named: LicenseNamed & Pick<Reader, 'seesAll'>,
  { start, end }: Period,
  limit: number,
  most: Readonly<Record<keyof typeof LIMITS.refusals, number>> = LIMITS.refusals,
): Promise<Refusals> => {
  const licenses = await run(namedLicenses(accountId, named, most.licensesNamed));
  const [first = 1, after = 1, beyond = 1] = await idsAt({ run, accountId }, [start, end, Number.MAX_SAFE_INTEGER]);
  const deadline = Date.now() + LIMITS.readMilliseconds;
  const reader = { run, accountId, lastId: beyond - 1, seesAll: named.seesAll, deadline };
  const subjects = await run(subjectsOfLicenses(accountId, idsOf(licenses)));
  const range = { first, last: after - 1 };
  if (subjects.length === 0 || first >= after) return { licenses: [], exact: true };
  const filter = { subject: listOf(subjects) };
  const [counts, { rows: newest }] = await Promise.all([
    countRequests(reader, range, filter, most.countedRows),
    readByIds(
      reader,
      { parts: [range], filter: { ...filter, state: REFUSED } },
      { descending: true, limit: most.newestRows },
    ),
  ]);
  const seen = licenses.map((license) => {
    const own = subjects.filter((subject) => subject.license_id === license.license_id);
    const numbers = new Set(own.map(({ subject_no }) => subject_no));
    const rows = newest.filter(({ subject_no }) => numbers.has(subject_no));
    return { license, own, rows, ...outcomes(counts, numbers, rows) };
  });
  const asked = seen
    .filter(({ granted, refused }) => granted === null || granted + refused > 0)
    .sort((a, b) => (b.rows[0]?.id ?? 0) - (a.rows[0]?.id ?? 0) || requestsOf(b) - requestsOf(a))
    .slice(0, limit);
  const found: LicenseRefusals[] = [];
  for (const { license, own, rows, granted, refused, states } of asked) {
    const refusals = await statesRefused(reader, license, own, rows, states);
    found.push({ license, granted, refused, refusals });
  }
  return {
    licenses: found,
    exact: counts !== null && licenses.length < most.licensesNamed && newest.length < most.newestRows,
  };
};

const listOf = (subjects: readonly LicenseSubject[]): string =>
  `{${subjects.map(({ subject_no }) => subject_no).join()}}`;

const idsOf = (licenses: readonly NamedLicenseRow[]): number[] => licenses.map(({ license_id }) => license_id);

const REFUSED = `{${REFUSALS.join()}}`;

const requestsOf = ({ granted, refused }: Pick<LicenseRefusals, 'granted' | 'refused'>): number =>
  (granted ?? 0) + refused;

/** Rows by subject and state; null: too many to count. */
const countRequests = async (
  { run, accountId }: Reader,
  range: IdRange,
  filter: { readonly subject: string },
  most: number,
): Promise<readonly SubjectCount[] | null> => {
  if (range.last - range.first < most) return run(countSubjectsWalked(accountId, range, filter));
  const listed = await run(countSubjectsListed(accountId, range, filter, most));
  if ((listed[0]?.listed ?? 0) >= most) return null;
  return listed.filter((row): row is typeof row & SubjectCount => row.rows !== null);
};

/** How requests of a license ended. If they were too many to count, only its refusals among the newest of all are used. */
const outcomes = (
  counts: readonly SubjectCount[] | null,
  subjects: ReadonlySet<number>,
  newest: readonly LogRow[],
): { readonly granted: number | null; readonly refused: number; readonly states: ReadonlyMap<number, number> } => {
  const states = new Map<number, number>();
  const add = (state: number, rows: number): Map<number, number> => states.set(state, (states.get(state) ?? 0) + rows);
  let granted = 0;
  for (const { subject_no, state, rows } of counts ?? []) {
    if (!subjects.has(subject_no) || !isRequest(state)) continue;
    if (isRefusal(state)) add(state, rows);
    else granted += rows;
  }
  if (counts === null) for (const { state } of newest) add(state, 1);
  const refused = [...states.values()].reduce((sum, rows) => sum + rows, 0);
  return { granted: counts === null ? null : granted, refused, states };
};

/** Each state with which a license was refused. `rows` are its refusals, newest first. */
const statesRefused = async (
  reader: Reader,
  license: NamedLicenseRow,
  subjects: readonly LicenseSubject[],
  rows: readonly LogRow[],
  counts: ReadonlyMap<number, number>,
): Promise<readonly StateRefusals[]> => {
  const filter = { subject: listOf(subjects) };
  const newest = new Map(rows.toReversed().map((row) => [row.state, row]));
  const told = [...newest.values()].toSorted((a, b) => b.id - a.id);
  const found: StateRefusals[] = [];
  // One after the other, so that a caller does not use all connections.
  for (const last of told) {
    const { state } = last;
    const own = rows.filter((row) => row.state === state);
    found.push({
      ...(await describe(reader, license, filter, own, last)),
      state,
      count: counts.get(state) ?? own.length,
      seatLimit: subjects.find(({ subject_no }) => subject_no === last.subject_no)?.seat_limit ?? 0,
    });
  }
  return found;
};

/** How long the newest of some refusals of one state have lasted, and why. */
const describe = async (
  reader: Reader,
  license: NamedLicenseRow,
  filter: LogFilter,
  rows: readonly LogRow[],
  last: LogRow,
): Promise<Omit<StateRefusals, 'state' | 'count' | 'seatLimit'>> => {
  const { run, accountId, lastId } = reader;
  const { states, ofRefusedMachines } = runEnd(last.state);
  const ending = {
    ...filter,
    state: `{${states.join()}}`,
    ...(ofRefusedMachines && { device: await machinesOf(reader, rows) }),
  };
  const [[machine], granted, grantedAgain, isBlocked] = await Promise.all([
    run(machineOfDevice(accountId, last.device_no, reader.seesAll)),
    nearest(reader, { first: 1, last: last.id - 1 }, ending, true),
    nearest(reader, { first: last.id + 1, last: lastId }, ending, false),
    wasBlocked(reader, license, filter, last),
  ]);
  const sinceGranted = { first: (granted?.id ?? 0) + 1, last: last.id };
  const begin = await nearest(reader, sinceGranted, { ...filter, state: `{${last.state}}` }, false);
  const isDeleted = license.deleted_at !== null && license.deleted_at <= last.time;
  return {
    cause: refusalCause(last.state, isBlocked, isDeleted),
    last: {
      id: last.id,
      time: last.time,
      machineCode: machine?.machine_code ?? null,
      friendlyName: machine?.friendly_name ?? '',
    },
    since: begin?.time ?? last.time,
    grantedAgain: grantedAgain?.time ?? null,
  };
};

/** The devices of the rows' machines. */
const machinesOf = async ({ run, accountId }: Reader, rows: readonly LogRow[]): Promise<string> => {
  const devices = [...new Set(rows.map(({ device_no }) => device_no))];
  const [same] = await run(sameMachines(accountId, devices));
  return same?.numbers ?? '{}';
};

/** The first row of the range in the direction of reading. */
const nearest = async (
  reader: Reader,
  range: IdRange,
  filter: LogFilter,
  descending: boolean,
): Promise<LogRow | undefined> => {
  if (range.first > range.last) return undefined;
  const { rows } = await readByIds(
    reader,
    { parts: [range], filter },
    { descending, limit: 1, deadline: reader.deadline },
  );
  return rows[0];
};

/** Whether the license was blocked as a row was written: from the last change before it, else the first one after it, else its current state. */
const wasBlocked = async (
  reader: Reader,
  license: NamedLicenseRow,
  { subject }: LogFilter,
  { id }: LogRow,
): Promise<boolean> => {
  const changes = { ...(subject !== undefined && { subject }), state: `{${[...BLOCKS, ...UNBLOCKS].join()}}` };
  const before = await nearest(reader, { first: 1, last: id - 1 }, changes, true);
  if (before !== undefined) return BLOCKS.some((state) => state === before.state);
  const after = await nearest(reader, { first: id + 1, last: reader.lastId }, changes, false);
  return after === undefined ? license.block : UNBLOCKS.some((state) => state === after.state);
};
