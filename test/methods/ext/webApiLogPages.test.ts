import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isoWithoutZone } from '../../../src/domain/time/time.js';
import { LIMITS } from '../../../src/limits.js';
import { callExt, openLog } from '../../harness/ext.js';
import { type LogSeed, seedLog } from '../../harness/seedLog.js';
import { serverOfFile } from '../../harness/server.js';

/**
 * Random histories against a plain filter over the same rows: products whose subjects are few (merged from the index),
 * one with more than are merged (walked), and one key that has many subjects itself.
 */

const FEW = 11;
const MANY = 12;
/** So many that a branch gives less than a page. */
const FEW_SUBJECTS = 100;
const KEY_OF_MANY_TERMS = 5_000;
const ROWS = 9_000;
const START = Date.parse('2026-01-31T23:59:00.000Z');

/** A reproducible source: a failing history can be had again. */
const randomFrom = (start: number) => {
  let state = start;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const makeSeed = (): LogSeed => {
  const random = randomFrom(20_260_131);
  const subjects = [
    ...[0, 101, 102].map((licenseId) => ({ productId: FEW, licenseId })),
    ...Array.from({ length: FEW_SUBJECTS - 3 }, (_, n) => ({
      productId: FEW,
      licenseId: 101 + (n % 2),
      seatLimit: n + 1,
    })),
    ...Array.from({ length: LIMITS.extLogBranches + 50 }, (_, n) => ({ productId: MANY, licenseId: 1_000 + n })),
    ...Array.from({ length: LIMITS.extLogBranches + 1 }, (_, n) => ({
      productId: MANY,
      licenseId: KEY_OF_MANY_TERMS,
      seatLimit: n,
    })),
  ];
  const addresses = ['90.227.166.132', '2001:db8::7', '198.51.100.7'];
  let time = START;
  const rows = Array.from({ length: ROWS }, (_, index) => {
    // Many rows share a millisecond; now and then hours pass.
    time += random(3) > 0 ? 0 : random(200) === 0 ? random(30_000_000) : random(3_000);
    // The few fall silent in the middle, so that branches end at different depths.
    const few = index < 2_500 || (index > 7_000 && random(4) === 0);
    return {
      time,
      state: [1010, 1020, 2012, 2022, 3010][random(5)] ?? 0,
      // Some subjects have most of the rows.
      subjectNo:
        1 +
        (few
          ? Math.min(...Array.from({ length: 6 }, () => random(FEW_SUBJECTS)))
          : FEW_SUBJECTS + random(subjects.length - FEW_SUBJECTS)),
      addressNo: random(addresses.length + 1),
    };
  });
  return { subjects, addresses, rows };
};

const server = await serverOfFile();
for (const productId of [FEW, MANY]) await server.product({ productId });
const owner: { readonly uid: number; readonly privateKey: string } = await openLog(server);
const seed: LogSeed = makeSeed();
await seedLog(server, seed);

interface Question {
  readonly of: readonly ['user' | 'product' | 'key', number];
  readonly range: number | undefined;
  readonly fromRow: number | undefined;
  readonly toRow: number | undefined;
  readonly offset: number;
}

const expected = ({ of: [of, id] }: Question, from: number, to: number, range: number) => {
  const found: object[] = [];
  for (const row of seed.rows.toReversed()) {
    const subject = seed.subjects[row.subjectNo - 1];
    assert(subject !== undefined);
    if (of === 'product' && subject.productId !== id) continue;
    if (of === 'key' && subject.licenseId !== id) continue;
    if (row.time < from || row.time > to) continue;
    if (range !== 0 && found.length === range) break;
    found.push({
      ...(of === 'user' ? { Pid: subject.productId } : {}),
      ...(of === 'key' ? {} : { Key: subject.licenseId }),
      IP: seed.addresses[row.addressNo - 1] ?? '',
      Time: isoWithoutZone(row.time),
      State: row.state,
    });
  }
  return found;
};

const questions: fc.Arbitrary<Question> = fc.record({
  of: fc.constantFrom<Question['of'][]>(
    ['user', 0],
    ['product', FEW],
    ['product', MANY],
    ['key', 101],
    ['key', 102],
    ['key', 1_007],
    ['key', KEY_OF_MANY_TERMS],
    ['key', 77],
  ),
  range: fc.option(
    fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1_990, max: 2_010 }),
      fc.nat(ROWS + 10),
    ),
    { nil: undefined },
  ),
  fromRow: fc.option(fc.nat(ROWS - 1), { nil: undefined }),
  toRow: fc.option(fc.nat(ROWS - 1), { nil: undefined }),
  offset: fc.integer({ min: -1, max: 1 }),
});

// spec(WebAPILog): all parameters together
test('every log, range, fromdate and todate answers what a plain filter finds', async () => {
  await fc.assert(
    fc.asyncProperty(questions, async (question) => {
      const { of, range, fromRow, toRow, offset } = question;
      const bound = (row: number | undefined) => (row === undefined ? undefined : (seed.rows[row]?.time ?? 0) + offset);
      const from = bound(fromRow);
      const to = bound(toRow);
      const answer = await callExt(server, 'WebAPILog', {
        ...owner,
        typeOfLog: of[0],
        ...(of[0] === 'user' ? {} : { id: of[1] }),
        ...(range === undefined ? {} : { range }),
        ...(from === undefined ? {} : { fromdate: isoWithoutZone(from) }),
        ...(to === undefined ? {} : { todate: isoWithoutZone(to) }),
      });
      const wanted = expected(question, from ?? 0, to ?? Number.MAX_SAFE_INTEGER, range ?? 30);
      assert.deepEqual(answer, wanted);
    }),
    { numRuns: 120 },
  );
});
