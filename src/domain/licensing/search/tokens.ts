/** The query cannot be parsed. */
export class QuerySyntaxError extends Error {}

export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'sign';
  /** Of a string: the text between the quotes, unescaped. */
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<word>[A-Za-z_]\w*)|(?<number>\d{1,10})(?!\w)|"(?<text>(?:[^"\\]|\\["\\])*)"|(?<sign>==|!=|<>|<=|>=|&&|\|\||[=<>!&|().,-]))/y;

/** Throws `QuerySyntaxError`. */
export const readTokens = (query: string): readonly Token[] => {
  const tokens: Token[] = [];
  const text = query.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw new QuerySyntaxError();
    tokens.push(tokenOf(groups));
  }
  return tokens;
};

const tokenOf = (groups: Readonly<Record<string, string | undefined>>): Token => {
  if (groups.word !== undefined) return { kind: 'word', text: groups.word };
  if (groups.number !== undefined) return { kind: 'number', text: groups.number };
  if (groups.text !== undefined) return { kind: 'text', text: groups.text.replaceAll(/\\(["\\])/g, '$1') };
  return { kind: 'sign', text: groups.sign ?? '' };
};
