import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { splitSql } from '../../src/db/splitSql.js';

describe('splitSql', () => {
  const cases: readonly [name: string, script: string, statements: string[]][] = [
    ['nothing', ' \n', []],
    ['only comments', '-- a;\n/* b; */', []],
    ['no closing semicolon', 'select 1; select 2', ['select 1', 'select 2']],
    ['empty statements', ';;select 1;;', ['select 1']],
    ['a string', "select 'a;b', 'it''s;'; select 2", ["select 'a;b', 'it''s;'", 'select 2']],
    ['a backslash in a plain string is a character', "select 'a\\'; select 2", ["select 'a\\'", 'select 2']],
    ['a backslash in an escape string hides the quote', "select E'a\\';b'; select 2", ["select E'a\\';b'", 'select 2']],
    ['a word that ends in e before a string', "select date'2020;'; select 2", ["select date'2020;'", 'select 2']],
    ['a quoted name', 'select 1 as "a;""b"; select 2', ['select 1 as "a;""b"', 'select 2']],
    ['a line comment', "select 1 -- it's; fine\n; select 2", ["select 1 -- it's; fine", 'select 2']],
    ['a nested block comment', 'select 1 /* a /* ; */ ; */; select 2', ['select 1 /* a /* ; */ ; */', 'select 2']],
    ['dollar quotes', 'do $$ begin; end $$; select 2', ['do $$ begin; end $$', 'select 2']],
    ['tagged dollar quotes', 'do $a$ $b$; $$; $a$; select 2', ['do $a$ $b$; $$; $a$', 'select 2']],
    ['a dollar inside a name', 'select a$b$c; select d$b$', ['select a$b$c', 'select d$b$']],
    ['parameters', 'select $1;select $2', ['select $1', 'select $2']],
    ['a comment before a statement stays with it', '-- why\nselect 1;', ['-- why\nselect 1']],
  ];
  for (const [name, script, statements] of cases) {
    it(name, () => assert.deepEqual(splitSql(script), statements));
  }

  for (const script of ["select 'a", 'select "a', 'do $x$ a', 'select /* /* */', 'do $$ a']) {
    it(`refuses what is not closed: ${script}`, () => assert.throws(() => splitSql(script), SyntaxError));
  }

  it('finds joined statements again', () => {
    const piece = fc.constantFrom(
      "'a;''b'",
      '"a;b"',
      '$$;$$',
      '$t$;$$;$t$',
      '/*;/*;*/*/',
      'word',
      ' ',
      "E'\\';'",
      '--;\n',
      '1',
    );
    const statement = fc.array(piece).map((pieces) => `x ${pieces.join(' ')}`.trim());
    fc.assert(fc.property(fc.array(statement), (all) => assert.deepEqual(splitSql(all.join('\n;')), all)));
  });
});
