import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { DEMO_SEED } from '../../../../src/cli/demo/history/bringDemoHistory.js';
import { type DemoHistory, demoHistory } from '../../../../src/cli/demo/history/demoHistory.js';
import { PLACES } from '../../../../src/cli/demo/history/places.js';
import { type ImportedLicense, parseImportedLicense } from '../../../../src/domain/transfer/importedLicense.js';
import { countryOf } from '../../../../src/engine/batch/countries.js';
import { LIMITS } from '../../../../src/limits.js';
import { webApiLogObject } from '../../../../src/methods/results.js';
import { type ReplayRow, SeatReplay } from '../../../harness/seatReplay.js';

/** A Sunday, some hours after the last office has closed. */
const END = Date.parse('2026-11-22T02:40:11.700Z');
const DAYS_60 = 60 * 86_400;

type Row = z.output<typeof webApiLogObject>;

interface ReadHistory extends Omit<DemoHistory, 'log' | 'licenses'> {
  readonly rows: readonly Row[];
  readonly licenses: ReadonlyMap<string, ImportedLicense>;
}

const nameOf = ({ productId, key }: { readonly productId: number; readonly key: string }): string =>
  `${productId} ${key}`;

const read = (history: DemoHistory): ReadHistory => ({
  ...history,
  rows: history.log.map((line) => webApiLogObject.parse(JSON.parse(line))),
  licenses: new Map(
    history.licenses.map((line) => {
      const parsed = parseImportedLicense(line, LIMITS);
      assert(parsed.readable, parsed.readable ? '' : parsed.reason);
      return [nameOf(parsed.imported.license), parsed.imported];
    }),
  ),
});

const history = await demoHistory({ seed: DEMO_SEED, end: END });
const { rows, licenses, landmarks } = read(history);

const countOf = (state: number, of: readonly Row[] = rows): number => of.filter((row) => row.state === state).length;

test('the same seed and end give the same bytes, and another seed does not', async () => {
  assert.deepEqual(await demoHistory({ seed: DEMO_SEED, end: END }), history);
  assert.notDeepEqual((await demoHistory({ seed: 2, end: END })).log, history.log);
});

test('it can be stopped on the way', async () => {
  await assert.rejects(
    demoHistory({ seed: DEMO_SEED, end: END, signal: AbortSignal.abort(new Error('enough')) }),
    /enough/,
  );
});

test('rows are numbered from 1, in order of time, within the sixty days', () => {
  const end = Math.floor(END / 1000);
  let before = end - DAYS_60;
  for (const [index, { id, time }] of rows.entries()) {
    assert.equal(id, index + 1);
    assert(time >= before && time <= end, `row ${id}`);
    before = time;
  }
  assert(rows.length > 40_000 && rows.length < 100_000, String(rows.length));
});

test('it has what a demo should show', () => {
  const activity = [2010, 2011, 2012, 2013, 2014, 2015, 2020, 2022, 2024, 6010, 6011, 6020];
  const keys = [1020, 3010, 3011, 3012, 3020, 3021, 7011, 7012, 7013, 7014, 7015, 7017, 7019, 7020];
  const objects = [8011, 8013, 8014, 8015, 8016, 8020];
  for (const state of [...activity, ...keys, ...objects]) assert(countOf(state) > 0, String(state));
  assert(licenses.size >= 250);
  assert(new Set(rows.map(({ machineCode }) => machineCode)).size >= 2_000);
  assert.deepEqual([...new Set([...licenses.values()].map(({ license }) => license.productId))].sort(), [1, 2, 3]);
  const companies = [...licenses.values()].flatMap(({ customer }) => customer ?? []);
  assert(new Set(companies.map(({ companyName }) => companyName)).size > 50);
  for (const { email } of companies) assert.match(email ?? '', /^[a-z.]+@[a-z-]+\.example$/);
});

test('only refusals name keys that are not there, or none', () => {
  const unknown = rows.filter((row) => !licenses.has(nameOf(row)));
  assert.deepEqual([...new Set(unknown.map(({ state }) => state))].sort(), [1020, 2020, 3020, 3021, 7020]);
});

test('addresses show no device and belong to the country of their place', () => {
  const countries = new Set(rows.map(({ ip }) => countryOf(ip)));
  assert(!countries.has(''));
  assert(countries.size >= 8);
  for (const { ip } of rows) assert.match(ip, /^\d+\.\d+\.\d+\.0$/);
  for (const { country, networks } of Object.values(PLACES)) {
    for (const network of networks) {
      for (let third = 1; third < 255; third += 1) {
        assert.equal(countryOf(`${network}.${third}.0`), country, `${network}.${third}.0`);
      }
    }
  }
});

test('keys are guessed from a few addresses in one night', () => {
  const { from, until, addresses } = landmarks.guessing;
  const guesses = rows.filter(({ time, ip, ...row }) => {
    return time >= from && time <= until && addresses.includes(ip) && !licenses.has(nameOf(row));
  });
  assert(guesses.length >= 1_000);
  assert.equal(countOf(1020, guesses) + countOf(2020, guesses), guesses.length);
  assert(countOf(1020, guesses) > 100 && countOf(2020, guesses) > 100);
});

test('nobody gets through in the outage, and many do before and after', () => {
  const { from, until } = landmarks.outage;
  const length = until - from;
  const between = (start: number, end: number) => rows.filter(({ time }) => time >= start && time < end).length;
  assert.equal(length, 3600);
  assert.equal(between(from, until), 0);
  assert(between(from - length, from) > 50);
  assert(between(until, until + length) > 50);
});

test('the test key is excluded, busy at all hours and the only one of its kind', () => {
  const excluded = [...licenses.values()].filter(({ license }) => license.excludedFromAnalytics);
  assert.deepEqual(
    excluded.map(({ license }) => license.key),
    [landmarks.testKey.key],
  );
  const own = rows.filter(({ key }) => key === landmarks.testKey.key);
  assert(own.length > 2_000);
  assert.equal(new Set(own.map(({ time }) => Math.floor(time / 3600) % 24)).size, 24);
});

test('usage grows, rests at weekends, and a release that counts exports spreads', () => {
  const start = Math.floor(END / 1000) - DAYS_60;
  const week = (number: number) =>
    rows.filter(({ time }) => Math.floor((time - start) / (7 * 86_400)) === number).map(({ state }) => state);
  const uses = (number: number) => week(number).filter((state) => state === 2011 || state === 2014).length;
  assert(uses(6) > 2 * uses(1));
  const exports = (number: number) => week(number).filter((state) => state === 8014).length;
  assert.equal(exports(3), 0);
  assert(exports(7) > 1.5 * exports(5) && exports(5) > 0);
  const isWeekend = ({ time }: Row): boolean => [0, 6].includes(new Date(time * 1000).getUTCDay());
  const atDesks = rows.filter(({ state }) => state === 2011);
  assert(atDesks.filter(isWeekend).length < 0.1 * atDesks.length);
});

test('the full customer is denied at office hours, and only then', () => {
  const denied = rows.filter(({ key, state }) => key === landmarks.fullKey.key && state === 2024);
  assert(denied.length > 100);
  const atOffice = denied.filter(({ time }) => {
    const hour = new Date(time * 1000).getUTCHours();
    return hour >= 7 && hour < 19;
  });
  assert(atOffice.length > 0.95 * denied.length);
  const desks = [...licenses.values()].filter(({ customer }) => customer?.companyName === landmarks.fullKey.company);
  assert.deepEqual(desks.map(({ license }) => license.maxNoOfMachines).sort(), [10, 12]);
  const keys = desks.map(({ license }) => license.key);
  assert(rows.some(({ key, state }) => keys.includes(key) && state === 2022));
});

test('the overdraft customer goes over its limit', () => {
  assert(rows.filter(({ key, state }) => key === landmarks.overdraftKey.key && state === 2015).length > 50);
});

/** What a row says of its license's seats; the rest is the same for all. */
const replayRow = ({ id, time, state, machineCode, floatingExpires }: Row): ReplayRow => ({
  id,
  time: time * 1000,
  licenseId: 1,
  productId: 1,
  state,
  byDeleteKey: false,
  seatLimit: 0,
  machineCode: machineCode ?? '',
  floatingInterval: floatingExpires === 0 ? 0 : floatingExpires - time,
});

/** The greatest MaxOverdraft that any client of the story sends. */
const MOST_OVERDRAFT = 3;

interface Before {
  readonly limit: number;
  /** Whether the machine held a seat of this kind. */
  readonly holds: boolean;
  /** Seats of this kind that other machines held. */
  readonly others: number;
  readonly isBlocked: boolean;
}

/** Whether a row can be true, from what was there before it. Rows that say nothing of seats can. */
const isPossible = (state: number, { limit, holds, others, isBlocked }: Before): boolean => {
  const fits = limit > 0 && !isBlocked;
  switch (state) {
    case 2010:
      return limit <= 0 && !isBlocked;
    case 2011:
      return fits && holds;
    case 2012:
    case 2013:
    case 3011:
      return fits && !holds && others < limit;
    case 2022:
      return fits && !holds && others >= limit;
    case 2014:
      return fits && (holds || others < limit);
    case 2015:
      return fits && others >= limit && (holds || others < limit + MOST_OVERDRAFT);
    case 2024:
      return fits && !holds && others >= limit;
    case 2020:
      return isBlocked;
    case 6010:
      return !isBlocked && holds;
    case 6011:
      return !isBlocked;
    case 6020:
      return isBlocked || !holds;
    default:
      return true;
  }
};

const FLOATING_STATES = [2014, 2015, 2024, 6011];

/** Replays a license's rows; each must be possible. Returns who holds a seat at the end. */
const replaySeats = (limit: number, own: readonly Row[], end: number): readonly string[] => {
  const replay = new SeatReplay();
  let isBlocked = false;
  for (const row of own) {
    replay.lapse(row.time * 1000);
    const kind = replay.holders.filter(({ floating }) => floating === FLOATING_STATES.includes(row.state));
    const others = kind.filter(({ machineCode }) => machineCode !== row.machineCode).length;
    const before = { limit, holds: others < kind.length, others, isBlocked };
    assert(isPossible(row.state, before), `row ${row.id}: ${row.state} with ${JSON.stringify(before)}`);
    replay.apply(replayRow(row));
    if (row.state === 7013) isBlocked = true;
    if (row.state === 7014) isBlocked = false;
  }
  replay.lapse(end * 1000);
  return replay.holders.map(
    ({ floating, overdraft, machineCode, since, until }) =>
      `${floating ? 'lease' : 'seat'} ${overdraft} ${machineCode} ${since} ${until}`,
  );
};

for (const { seed, end } of [
  { seed: DEMO_SEED, end: END },
  // A Thursday, when Europe is at work and many leases are live.
  { seed: 77, end: Date.parse('2027-03-04T14:31:00Z') },
]) {
  test(`no row is impossible, and what it comes to is what the licenses hold: seed ${seed}`, async () => {
    const story = seed === DEMO_SEED ? { rows, licenses } : read(await demoHistory({ seed, end }));
    const ofKey = new Map<string, Row[]>([...story.licenses.keys()].map((name) => [name, []]));
    for (const row of story.rows) ofKey.get(nameOf(row))?.push(row);
    let leases = 0;
    let silent = 0;
    for (const [name, own] of ofKey) {
      const { license, machines } = story.licenses.get(name) ?? assert.fail(name);
      leases += machines.filter(({ floating }) => floating).length;
      const listed = machines.map(
        ({ floating, overdraft, machineCode, time, floatingExpires }) =>
          `${floating ? 'lease' : 'seat'} ${overdraft} ${machineCode} ${time} ${floatingExpires}`,
      );
      if (own.length === 0) silent += machines.length;
      else assert.deepEqual(listed.sort(), replaySeats(license.maxNoOfMachines, own, end / 1000).toSorted(), name);
    }
    assert.equal(silent, 5);
    assert(leases > 0);
    if (seed === 77) assert(leases > 20);
  });
}

test('counters and credits are what the log adds up to', () => {
  const values = new Map<number, number>();
  for (const { state, doId, doIntValue } of rows) {
    const before = values.get(doId) ?? 0;
    if (state === 8011 || state === 8016) values.set(doId, doIntValue);
    if (state === 8014) values.set(doId, before + doIntValue);
    if (state === 8015) values.set(doId, before - doIntValue);
  }
  const held = [...licenses.values()].flatMap(({ dataObjects }) => dataObjects);
  assert(held.length > 20);
  assert.deepEqual(Object.fromEntries(held.map(({ id, intValue }) => [id, intValue])), Object.fromEntries(values));
});
