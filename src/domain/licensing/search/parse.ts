import { DAY_MS } from '../../time/time.js';
import type { Milliseconds } from '../../time/units.js';
import {
  type Condition,
  CUSTOMER_FIELDS,
  type FieldType,
  LICENSE_FIELDS,
  LISTS,
  type ListName,
  type Operator,
  type TextMatch,
  type TimeSpan,
  type Value,
} from './condition.js';
import { QuerySyntaxError, readTokens, type Token } from './tokens.js';

/** Deeper queries are refused: they are not written by hand, and would use up the database's stack. */
const MOST_NESTED = 20;

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const isTextMatch = (word: string | undefined): word is TextMatch =>
  word === 'contains' || word === 'startswith' || word === 'endswith';

/** A word that is not a field name: part of a key string. */
const PLAIN_WORD = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]*)*$/;

type Fields = Readonly<Record<string, FieldType>>;

const TOP_FIELDS: Fields = { ...LICENSE_FIELDS, ...CUSTOMER_FIELDS };

/**
 * Parses a search as the vendor's pages describe it (comparisons of fields joined by `and` and `or`, `contains("…")`,
 * `count(…)`); a plain word is a part of the key. null: a syntax error. `now` (milliseconds) determines `today`.
 */
export const parseSearch = (query: string, now: Milliseconds): Condition | null => {
  const text = query.trim();
  if (PLAIN_WORD.test(text) && !Object.hasOwn(TOP_FIELDS, text.toLowerCase())) {
    return { kind: 'contains', field: 'key', text };
  }
  try {
    return new Parser(readTokens(text), now).parse();
  } catch (error) {
    if (error instanceof QuerySyntaxError) return null;
    throw error;
  }
};

class Parser {
  readonly #tokens: readonly Token[];
  readonly #now: number;
  #at = 0;
  #nested = 0;
  #fields: Fields = TOP_FIELDS;

  constructor(tokens: readonly Token[], now: Milliseconds) {
    this.#tokens = tokens;
    this.#now = now;
  }

  parse(): Condition {
    const condition = this.#any();
    if (this.#at < this.#tokens.length) throw new QuerySyntaxError();
    return condition;
  }

  #any(): Condition {
    return this.#joined('any', ['||', '|', 'or'], () => this.#joined('all', ['&&', '&', 'and'], () => this.#term()));
  }

  #joined(kind: 'all' | 'any', words: readonly string[], part: () => Condition): Condition {
    const first = part();
    const of = [first];
    while (words.some((word) => this.#take(word))) of.push(part());
    return of.length === 1 ? first : { kind, of };
  }

  #term(): Condition {
    this.#nested += 1;
    if (this.#nested > MOST_NESTED) throw new QuerySyntaxError();
    const condition = this.#unnestedTerm();
    this.#nested -= 1;
    return condition;
  }

  #unnestedTerm(): Condition {
    if (this.#take('!') || this.#take('not')) return { kind: 'not', of: this.#term() };
    if (this.#take('(')) {
      const condition = this.#any();
      this.#expect(')');
      return condition;
    }
    const path = this.#path();
    const list = path.at(-1) === 'count' && path.length === 2 ? path[0] : undefined;
    if (list !== undefined) return this.#count(list);
    const last = path.at(-1);
    if (isTextMatch(last)) return this.#textMatch(path.slice(0, -1), last);
    const { field, type } = this.#field(path);
    const operator = this.#operator();
    if (operator !== null) return { kind: 'compare', field, operator, value: this.#value(type, operator) };
    if (type !== 'boolean') throw new QuerySyntaxError();
    return { kind: 'compare', field, operator: '=', value: true };
  }

  #count(list: string): Condition {
    if (!isList(list) || this.#fields !== TOP_FIELDS) throw new QuerySyntaxError();
    this.#expect('(');
    this.#fields = LISTS[list];
    const where = this.#take(')') ? null : this.#any();
    if (where !== null) this.#expect(')');
    this.#fields = TOP_FIELDS;
    const operator = this.#operator();
    if (operator === null) throw new QuerySyntaxError();
    return { kind: 'count', list, where, operator, value: this.#integer() };
  }

  #textMatch(path: readonly string[], kind: TextMatch): Condition {
    const { field, type } = this.#field(path);
    if (type !== 'text') throw new QuerySyntaxError();
    this.#expect('(');
    const text = this.#next();
    this.#expect(')');
    if (text.kind !== 'text') throw new QuerySyntaxError();
    return { kind, field, text: text.text };
  }

  #path(): readonly string[] {
    const path: string[] = [];
    do {
      const word = this.#next();
      if (word.kind !== 'word') throw new QuerySyntaxError();
      path.push(word.text.toLowerCase());
    } while (this.#take('.'));
    // Inside count(…) the item may be called `it`.
    return path[0] === 'it' && this.#fields !== TOP_FIELDS ? path.slice(1) : path;
  }

  #field(path: readonly string[]): { readonly field: string; readonly type: FieldType } {
    const field = path.join('.');
    const type = Object.hasOwn(this.#fields, field) ? this.#fields[field] : undefined;
    if (type === undefined) throw new QuerySyntaxError();
    return { field, type };
  }

  #operator(): Operator | null {
    const token = this.#tokens[this.#at];
    const operator = token?.kind === 'sign' ? OPERATORS[token.text] : undefined;
    if (operator === undefined) return null;
    this.#at += 1;
    return operator;
  }

  #value(type: FieldType, operator: Operator): Value {
    const isEquality = operator === '=' || operator === '!=';
    if (this.#take('null')) {
      if (!isEquality) throw new QuerySyntaxError();
      return null;
    }
    switch (type) {
      case 'integer':
        return this.#integer();
      case 'time':
        return this.#time();
      case 'boolean':
        if (!isEquality) throw new QuerySyntaxError();
        return this.#boolean();
      case 'text': {
        const token = this.#next();
        if (token.kind !== 'text' || !isEquality) throw new QuerySyntaxError();
        return token.text;
      }
      case 'object':
        throw new QuerySyntaxError();
      default:
        return type satisfies never;
    }
  }

  #boolean(): boolean {
    if (this.#take('true')) return true;
    this.#expect('false');
    return false;
  }

  #integer(): number {
    const sign = this.#take('-') ? -1 : 1;
    const token = this.#next();
    const value = sign * Number(token.text);
    if (token.kind !== 'number' || Math.abs(value) > 2_147_483_647) throw new QuerySyntaxError();
    return value;
  }

  #time(): TimeSpan {
    const word = this.#next();
    if (word.kind !== 'word') throw new QuerySyntaxError();
    const today = Math.floor(this.#now / DAY_MS) * DAY_MS;
    switch (word.text.toLowerCase()) {
      case 'today':
        return dayOf(today);
      case 'yesterday':
        return dayOf(today - DAY_MS);
      case 'tomorrow':
        return dayOf(today + DAY_MS);
      case 'monthback':
        return dayOf(monthsFrom(today, -1));
      case 'monthforward':
        return dayOf(monthsFrom(today, 1));
      case 'datetime':
        return this.#dateTime();
      default:
        throw new QuerySyntaxError();
    }
  }

  /** `DateTime(2015,01,01)`, optionally with hour, minute and second. */
  #dateTime(): TimeSpan {
    this.#expect('(');
    const parts = [this.#integer()];
    while (this.#take(',')) parts.push(this.#integer());
    this.#expect(')');
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
    const from = Date.UTC(year, month - 1, day, hour, minute, second);
    const date = new Date(from);
    const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (parts.length < 3 || parts.length > 6 || !exists || hour > 23 || minute > 59 || second > 59) {
      throw new QuerySyntaxError();
    }
    return { from, to: from };
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new QuerySyntaxError();
    this.#at += 1;
    return token;
  }

  /** Consumes an operator or a word (case-insensitive) if it is next; returns whether it was. */
  #take(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'text' || token.text.toLowerCase() !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new QuerySyntaxError();
  }
}

const isList = (name: string): name is ListName => Object.hasOwn(LISTS, name);

const dayOf = (from: number): TimeSpan => ({ from, to: from + DAY_MS });

const monthsFrom = (day: number, months: number): number => {
  const date = new Date(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth));
};
