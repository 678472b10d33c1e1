import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { runEnd } from '../../../src/domain/analytics/refusals.js';
import * as lists from '../../../src/domain/log/stateLists.js';
import { isRefusal, STATE_FAMILIES, STATES } from '../../../src/domain/log/states.js';

const PAGE = new URL('../../../../docs/api/states.md', import.meta.url);

describe('the table of states', () => {
  const page = readFileSync(PAGE, 'utf8');
  const rows = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, code, words]) => [code, words]);

  test('says what the documentation says, code by code', () => {
    assert.deepEqual(
      rows(/^\| (\d{4}) \| (.*?) \|/gm),
      Object.entries(STATES).map(([code, { words }]) => [code, words]),
    );
    assert.deepEqual(
      rows(/^\| (\d\d)xx \| (.*?) \|/gm),
      Object.entries(STATE_FAMILIES).map(([digits, { meaning }]) => [digits, meaning]),
    );
  });

  test('tells success from refusal as the third digit does', () => {
    assert.deepEqual(lists.REFUSALS, lists.ALL_STATES.filter(isRefusal));
  });

  test('takes and releases seats by what was granted, and denies them by what was refused', () => {
    for (const { code, outcome, effect } of lists.LISTED_STATES) {
      if (effect !== null) assert.equal(effect.does === 'deny', !outcome.granted, String(code));
    }
  });

  test('has short words for each code', () => {
    const short = lists.LISTED_STATES.map((state) => state.short);
    assert.equal(new Set(short).size, short.length);
    assert(short.every((words) => words.length <= 28));
  });
});

/** The codes of which servers have stored rows. What these mean stays; a new code may come beside them. */
const STORED = [
  ...[1010, 1020, 2010, 2011, 2012, 2013, 2014, 2015, 2020, 2022, 2024, 3010, 3011, 3012, 3020, 3021, 4010, 4020, 4021],
  ...[5010, 6010, 6011, 6020, 7010, 7011, 7012, 7013, 7014, 7015, 7016, 7017, 7018, 7019, 7020],
  ...[8011, 8012, 8013, 8014, 8015, 8016, 8017, 8020],
];

describe('what stored rows mean', () => {
  const meanings: Readonly<Record<string, readonly [actual: readonly number[], expected: readonly number[]]>> = {
    codes: [lists.ALL_STATES, STORED],
    refusals: [lists.REFUSALS, [1020, 2020, 2022, 2024, 3020, 3021, 4020, 4021, 6020, 7020, 8020]],
    guesses: [lists.GUESSES, [1020, 2020, 4020, 6020, 7020, 8020]],
    unrequested: [lists.UNREQUESTED, [5010]],
    refreshes: [lists.REFRESHES, [2010, 2011, 2012, 2013, 2014, 2015]],
    deactivations: [lists.DEACTIVATIONS, [6010, 6011]],
    denials: [lists.DENIALS, [2022, 2024]],
    leases: [lists.LEASES, [2014, 2015, 5010]],
    'floating seats': [lists.FLOATING_STATES, [2014, 2015, 2024, 6011]],
    deletions: [lists.DELETIONS, [7010]],
    'changes of seats': [lists.SEAT_CHANGES, [2012, 2013, 2014, 2015, 2022, 2024, 3011, 5010, 6010, 6011]],
    'new machines': [lists.NEW_MACHINES, [2012, 2013]],
    blocks: [
      [...lists.BLOCKS, ...lists.UNBLOCKS],
      [7013, 7014],
    ],
    'the end of a run of 2022': [runEnd(2022).states, [2010, 2012, 2013]],
    'the end of a run of 2024': [runEnd(2024).states, [2014, 2015]],
    'the end of a run of 8020': [runEnd(8020).states, [8011, 8012, 8013, 8014, 8015, 8016, 8017]],
  };
  for (const [name, [actual, codes]] of Object.entries(meanings)) {
    test(name, () =>
      assert.deepEqual(
        actual.filter((code) => STORED.includes(code)),
        codes,
      ),
    );
  }
});
