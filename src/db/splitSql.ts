/**
 * What may hide a semicolon, in the order in which PostgreSQL's scanner would see it. Block comments nest and are
 * handled apart.
 */
const OPAQUE: readonly RegExp[] = [
  /--[^\n]*/y,
  // E'…' knows backslash escapes; a plain string only the doubled quote.
  /\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y,
  /'(?:[^']|'')*'/y,
  /"(?:[^"]|"")*"/y,
  // $$…$$ and $tag$…$tag$; never inside a word, where $ is part of a name.
  /(?<![\w$])\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?\$\1\$/y,
];

/**
 * Splits an SQL script into its statements, each without its semicolon. Semicolons in strings, quoted names, dollar
 * quotes and comments do not count. Pieces of comments alone are left out.
 *
 * The driver would send a whole script as one query, but a `commit` in it would then end the caller's transaction before
 * `migrate` could refuse it, and an error would not say which statement failed.
 *
 * Not understood: function bodies written as `begin atomic … end` (PostgreSQL answers with a syntax error; use a dollar
 * quote) and psql's backslash commands.
 *
 * @throws SyntaxError when a string, quoted name, dollar quote or comment is not closed
 */
export function splitSql(script: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let hasCode = false;
  let at = 0;
  const finish = (end: number): void => {
    if (hasCode) statements.push(script.slice(start, end).trim());
    start = end + 1;
    hasCode = false;
  };
  while (at < script.length) {
    const end = opaqueEnd(script, at);
    if (end !== undefined) {
      hasCode ||= !/^(--|\/\*)/.test(script.slice(at, at + 2));
      at = end;
      continue;
    }
    const char = script.charAt(at);
    if (char === ';') finish(at);
    else if (/\S/.test(char)) hasCode = true;
    at += 1;
  }
  finish(script.length);
  return statements;
}

/** Where the comment, string, name or dollar quote that begins at `at` ends; undefined when none begins there. */
function opaqueEnd(script: string, at: number): number | undefined {
  if (script.startsWith('/*', at)) return blockCommentEnd(script, at);
  for (const pattern of OPAQUE) {
    pattern.lastIndex = at;
    const match = pattern.exec(script);
    if (match !== null) return at + match[0].length;
  }
  const open = /^(?:'|"|(?<![\w$])\$[A-Za-z_\u0080-\uffff]?[\w\u0080-\uffff]*\$)/.exec(script.slice(at, at + 64));
  if (open !== null && !(open[0].startsWith('$') && /[\w$]/.test(script.charAt(at - 1)))) {
    throw new SyntaxError(`unclosed ${open[0]} in line ${lineOf(script, at)}`);
  }
  return undefined;
}

function blockCommentEnd(script: string, at: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  let depth = 0;
  for (let mark = marks.exec(script); mark !== null; mark = marks.exec(script)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  throw new SyntaxError(`unclosed /* in line ${lineOf(script, at)}`);
}

function lineOf(script: string, at: number): number {
  return script.slice(0, at).split('\n').length;
}
