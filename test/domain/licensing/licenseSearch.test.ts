import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSearch } from '../../../src/domain/licensing/search/parse.js';
import { countLicenses } from '../../../src/sql/licensing/licenseSearch.js';

const NOW = Date.parse('2026-03-31T10:00:00Z');

test('a plain word is a part of the key, unless it is a field', () => {
  for (const word of ['GEBNC', 'gebnc-wzzjd', '5', 'constructor', 'today']) {
    assert.deepEqual(parseSearch(` ${word} `, NOW), { kind: 'contains', field: 'key', text: word });
  }
  assert.deepEqual(parseSearch('f1', NOW), { kind: 'compare', field: 'f1', operator: '=', value: true });
  assert.equal(parseSearch('id', NOW), null);
});

test('and binds closer than or', () => {
  const flag = (field: string) => ({ kind: 'compare', field, operator: '=', value: true });
  assert.deepEqual(parseSearch('f1 or f2 and !f3', NOW), {
    kind: 'any',
    of: [flag('f1'), { kind: 'all', of: [flag('f2'), { kind: 'not', of: flag('f3') }] }],
  });
});

test('months are counted within the calendar', () => {
  const from = (query: string) => {
    const condition = parseSearch(query, NOW);
    assert(condition?.kind === 'compare' && typeof condition.value === 'object' && condition.value !== null);
    return new Date(condition.value.from).toISOString().slice(0, 10);
  };
  assert.equal(from('created > monthback'), '2026-02-28');
  assert.equal(from('created > monthforward'), '2026-04-30');
  assert.equal(from('created > yesterday'), '2026-03-30');
});

test('what is not understood is null', () => {
  const wrong = [
    'created > DateTime(2026,02,30)',
    'created > DateTime(2026,02)',
    'created > DateTime(2026,1,1,24)',
    'created > 5',
    'id = "5"',
    'id = 99999999999',
    'id = 2147483648',
    'key > "A"',
    'f1 < true',
    'f1 = 1',
    'id.contains("5")',
    'key.contains(5)',
    'key.contains("a',
    'customer = 3',
    'customer.contains("x")',
    'activatedmachines > 1',
    'activatedmachines.count()',
    'activatedmachines.count(dataobjects.count() > 0) > 0',
    'dataobjects.count(it.mid="x") > 0',
    'it.id = 3',
    'mid = "x"',
    'constructor.name = "x"',
    'toString = null',
    '1 = 1',
    'id = 1; drop table license',
    'id = 1 -- x',
    "key = 'x' or 'a' = 'a'",
    `${'('.repeat(30)}f1${')'.repeat(30)}`,
    `${'!'.repeat(30)}f1`,
  ];
  for (const query of wrong) assert.equal(parseSearch(query, NOW), null, query);
});

test('whatever is asked, no text of it gets into the statement', () => {
  const word = fc.constantFrom(
    ...['f1', 'id', 'key', 'notes', '=', '!=', '<', 'and', 'or', 'not', '(', ')', '.', 'contains', '"zq\'zq"', '7777'],
    ...['activatedmachines', 'count', 'it', 'mid', 'customer', 'name', 'null', 'true', 'today', 'created', ',', '-'],
  );
  const query = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
  );
  const exact = fc.string().map((text) => `notes = ${JSON.stringify(`zq'${text.replaceAll(/[\\"\p{Cc}]/gu, '')}`)}`);
  fc.assert(
    fc.property(fc.oneof(query, exact), (text) => {
      const condition = parseSearch(text, NOW);
      if (condition === null) return;
      const statement = countLicenses({ accountId: 1, productId: 2, licenseId: null, condition });
      assert(!statement.text.includes('zq') && !statement.text.includes('7777'));
      const highest = Math.max(...[...statement.text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
      assert.equal(highest, statement.values.length);
    }),
    { numRuns: 2_000 },
  );
});
