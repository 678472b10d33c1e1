import { Values } from '../statement.js';

/**
 * Common parts of the reads of usage analytics. Each names its table, the active generation and a range of ids.
 * A projection without an active generation has no rows. A statement sees one generation from beginning to end, also
 * when another becomes active meanwhile.
 */

/** The cursors and the length of a page. With `beforeId` the greatest ids come first. */
export interface UsagePage {
  readonly afterId?: number | undefined;
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

/** Days since 1970, both included; undefined: no bound. */
export interface UsageDays {
  readonly firstDay?: number | undefined;
  readonly lastDay?: number | undefined;
}

const PROJECTIONS = {
  activity_bucket: 'buckets',
  key_device: 'devices',
  key_usage: 'keys',
  daily_usage: 'daily',
  daily_country_usage: 'countries',
} as const;

export type UsageTable = keyof typeof PROJECTIONS;

/** Collects the parts of one read: its values, conditions and common table expressions. */
export class UsageRead {
  readonly values = new Values();
  readonly account: string;
  readonly descending: boolean;
  readonly limit: string;
  /** Of the rows of this account and generation. */
  readonly #own: string;
  readonly #ctes: string[];
  readonly #table: UsageTable;
  readonly #conditions: string[] = [];

  constructor(table: UsageTable, accountId: number, page: UsagePage) {
    this.#table = table;
    this.account = this.values.add(accountId, 'int');
    this.limit = this.values.add(page.limit, 'int');
    this.descending = page.beforeId !== undefined;
    this.#own = `account_id = ${this.account} and generation = (select generation from active)`;
    this.#ctes = [
      `active as (select generation from analytics_projection
         where account_id = ${this.account} and projection = '${PROJECTIONS[table]}' and active)`,
    ];
  }

  get order(): string {
    return this.descending ? 'desc' : 'asc';
  }

  /** `with` and all that was named so far. */
  get with(): string {
    return `with recursive ${this.#ctes.join(',\n')}`;
  }

  /** The account, the generation and every condition so far. */
  get where(): string {
    return [this.#own, ...this.#conditions].join(' and ');
  }

  cte(name: string, query: string): void {
    this.#ctes.push(`${name} as (${query})`);
  }

  condition(condition: string): void {
    this.#conditions.push(condition);
  }

  /** Adds a condition if its value is given; the value's placeholder replaces `?`. */
  filter(condition: string, value: number | string | undefined, type: string): void {
    if (value !== undefined) this.condition(condition.replace('?', () => this.values.add(value, type)));
  }

  /** A column of the row next to an id, after it (`id > ?`, asc) or before it (`id < ?`, desc), whatever the filters; a scalar. */
  neighbour(column: string, condition: 'id > ?' | 'id < ?', id: number, order: 'asc' | 'desc'): string {
    const beyond = condition.replace('?', () => this.values.add(id, 'bigint'));
    return `(select t.${column} from ${this.#table} t where ${this.#own} and t.${beyond} order by t.id ${order} limit 1)`;
  }

  /**
   * The first id whose `column` is not below a value, or the one after the last id, as a scalar. Ids and `column` have the
   * same order, for an id is that of the log row that came first; so it is found by bisection along the ids, as in
   * logBounds.ts.
   */
  firstIdFrom(name: string, column: string, value: number): string {
    const sought = this.values.add(value, 'bigint');
    const table = `${this.#table} t where ${this.#own}`;
    this.cte(
      `${name}(lo, hi)`,
      `select coalesce((select t.id from ${table} order by t.id limit 1), 1),
         coalesce((select t.id from ${table} order by t.id desc limit 1), 0) + 1
       union all
       select case when r.value < ${sought} then r.id + 1 else b.lo end,
         case when r.value < ${sought} then b.hi else (b.lo + b.hi) / 2 end
       from ${name} b left join lateral (
         select t.id, t.${column} as value from ${table} and t.id >= (b.lo + b.hi) / 2 order by t.id limit 1) r on true
       where b.lo < b.hi`,
    );
    return `(select lo from ${name} where lo >= hi)`;
  }
}

/** The first and the last id that the cursors leave. */
export const idsOf = ({ afterId = 0, beforeId = Number.MAX_SAFE_INTEGER }: UsagePage) => ({
  first: afterId + 1,
  last: beforeId - 1,
});

/** The key string of a row `r`, null when the license is deleted: looked up row by row, for a join may read all licenses. */
export const keyOf = (account: string): string =>
  `(select l.key from license l where l.account_id = ${account} and l.global_id = r.license_id and l.deleted_at is null)`;

/** The normalised machine code of a row `r`. */
export const machineCodeOf = (account: string): string =>
  `coalesce((select d.machine_code_normalized from log_device d
     where d.account_id = ${account} and d.device_no = r.machine_no), '')`;
