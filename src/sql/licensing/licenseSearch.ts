import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import { OWNER_KINDS } from '../../domain/entities/objectOwners.js';
import type {
  Condition,
  CUSTOMER_FIELDS,
  DATA_OBJECT_FIELDS,
  LICENSE_FIELDS,
  ListName,
  MACHINE_FIELDS,
  Operator,
  Value,
} from '../../domain/licensing/search/condition.js';
import type { Statement } from '../statement.js';
import { columnsOf } from '../table.js';
import { LICENSE_TABLE, type LicenseRow } from './licenseTable.js';

/**
 * GetKeys: a product's licenses by a search, in any order. Nothing of the query's text goes into a statement: fields
 * are looked up here, operators are a closed list, and every value is a parameter.
 */

const LICENSE_COLUMNS: Readonly<Record<keyof typeof LICENSE_FIELDS, string>> = {
  productid: 'l.product_id',
  id: 'l.id',
  key: 'l.key',
  created: 'l.created',
  expires: 'l.expires',
  period: 'l.period',
  f1: 'l.features[1]',
  f2: 'l.features[2]',
  f3: 'l.features[3]',
  f4: 'l.features[4]',
  f5: 'l.features[5]',
  f6: 'l.features[6]',
  f7: 'l.features[7]',
  f8: 'l.features[8]',
  notes: 'l.notes',
  block: 'l.block',
  globalid: 'l.global_id',
  trialactivation: 'l.trial_activation',
  maxnoofmachines: 'l.max_no_of_machines',
  allowedmachines: 'l.allowed_machines',
  resellerid: 'l.reseller_id',
};

const CUSTOMER_COLUMNS: Readonly<Record<keyof typeof CUSTOMER_FIELDS, string>> = {
  customer: 'c.customer_id',
  'customer.id': 'c.customer_id',
  'customer.name': 'c.name',
  'customer.email': 'c.email',
  'customer.companyname': 'c.company_name',
  'customer.created': 'c.created',
};

const MACHINE_COLUMNS: Readonly<Record<keyof typeof MACHINE_FIELDS, string>> = {
  mid: 'i.machine_code',
  ip: 'i.ip',
  time: 'i.time',
};

const DATA_OBJECT_COLUMNS: Readonly<Record<keyof typeof DATA_OBJECT_FIELDS, string>> = {
  id: 'i.id',
  name: 'i.name',
  stringvalue: 'i.string_value',
  intvalue: 'i.int_value',
};

/** What each list that may be counted is made of. Only node-locked machines are counted, as the plain list shows them. */
const LISTS: Readonly<Record<ListName, { readonly from: string; readonly columns: Readonly<Record<string, string>> }>> =
  {
    activatedmachines: {
      from: 'machine i where i.account_id = $1 and i.license_id = l.global_id and not i.floating',
      columns: MACHINE_COLUMNS,
    },
    dataobjects: {
      from: `data_object i where i.account_id = $1 and i.referencer_type = ${OWNER_KINDS.key.referencerType} and i.referencer_id = l.global_id`,
      columns: DATA_OBJECT_COLUMNS,
    },
  };

type Columns = Readonly<Record<string, string>>;

const SEARCHED: Columns = { ...LICENSE_COLUMNS, ...CUSTOMER_COLUMNS };

/** Collects the values of a statement and compiles conditions to its text. */
class Compiler {
  readonly values: unknown[];

  constructor(values: readonly unknown[]) {
    this.values = [...values];
  }

  condition(condition: Condition, columns: Columns): string {
    switch (condition.kind) {
      case 'all':
      case 'any': {
        const parts = condition.of.map((part) => this.condition(part, columns));
        return `(${parts.join(condition.kind === 'all' ? ' and ' : ' or ')})`;
      }
      case 'not':
        return `not ${this.condition(condition.of, columns)}`;
      case 'compare':
        return this.#compare(columnIn(columns, condition.field), condition.operator, condition.value);
      case 'contains':
      case 'startswith':
      case 'endswith':
        return this.#match(columnIn(columns, condition.field), condition.kind, condition.text);
      case 'count': {
        const { from, columns: ofItem } = LISTS[condition.list];
        const where = condition.where === null ? '' : ` and ${this.condition(condition.where, ofItem)}`;
        return `(select count(*) from ${from}${where}) ${sqlOperator(condition.operator)} ${this.#value(condition.value, 'bigint')}`;
      }
      default:
        return condition satisfies never;
    }
  }

  /** Never null, so that `not` is its opposite: a field without a value equals nothing but null. */
  #compare(column: string, operator: Operator, value: Value): string {
    if (value === null) return `(${column} is ${operator === '=' ? '' : 'not '}null)`;
    if (typeof value === 'object') return this.#compareTime(column, operator, value);
    const type = typeof value === 'number' ? 'bigint' : typeof value === 'boolean' ? 'boolean' : 'text';
    const parameter = this.#value(value, type);
    if (operator === '!=') return `(${column} is distinct from ${parameter})`;
    const comparison = `${column} ${operator} ${parameter}`;
    // Bare where it can be, so that the index on key strings serves it.
    return column === LICENSE_COLUMNS.key ? `(${comparison})` : `coalesce(${comparison}, false)`;
  }

  /** A day equals every instant in it and comes before what follows its end. */
  #compareTime(
    column: string,
    operator: Operator,
    { from, to }: { readonly from: number; readonly to: number },
  ): string {
    const bound = (sign: string, time: number) => `coalesce(${column} ${sign} ${this.#value(time, 'bigint')}, false)`;
    const isDay = to > from;
    const before = (sign: '<' | '<=') => (sign === '<=' && isDay ? bound('<', to) : bound(sign, from));
    const inside = () => `(${bound('>=', from)} and ${before('<=')})`;
    switch (operator) {
      case '=':
        return inside();
      case '!=':
        return `not ${inside()}`;
      case '<':
      case '<=':
        return before(operator);
      case '>=':
        return bound('>=', from);
      case '>':
        return isDay ? bound('>=', to) : bound('>', from);
      default:
        return operator satisfies never;
    }
  }

  #match(column: string, kind: 'contains' | 'startswith' | 'endswith', text: string): string {
    const parameter = this.#value(text, 'text');
    const [whole, part] = [`lower(coalesce(${column}, ''))`, `lower(${parameter})`];
    switch (kind) {
      case 'contains':
        return `(strpos(${whole}, ${part}) > 0)`;
      case 'startswith':
        return `starts_with(${whole}, ${part})`;
      case 'endswith':
        return `(right(${whole}, length(${part})) = ${part})`;
      default:
        return kind satisfies never;
    }
  }

  #value(value: unknown, type: 'text' | 'bigint' | 'boolean'): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

const sqlOperator = (operator: Operator): string => (operator === '!=' ? '<>' : operator);

const columnIn = (columns: Columns, field: string): string => {
  const column = columns[field];
  if (column === undefined) throw new Error(`no column for the field ${field}`);
  return column;
};

export interface LicenseSearch {
  readonly accountId: number;
  readonly productId: ProductId;
  /** null: any. */
  readonly licenseId: LicenseId | null;
  /** null: every license. */
  readonly condition: Condition | null;
}

export interface LicenseOrder {
  readonly field: keyof typeof LICENSE_COLUMNS;
  readonly descending: boolean;
}

/** The order that an `OrderBy` names, null when it names none. */
export const licenseOrder = (orderBy: string): LicenseOrder | null => {
  const match = /^\s*(\w+)(?:\s+(asc|ascending|desc|descending))?\s*$/i.exec(orderBy);
  const field = match?.[1]?.toLowerCase() ?? '';
  if (!isOrderField(field)) return null;
  return { field, descending: match?.[2]?.toLowerCase().startsWith('desc') ?? false };
};

const isOrderField = (field: string): field is keyof typeof LICENSE_COLUMNS => Object.hasOwn(LICENSE_COLUMNS, field);

const searched = ({ accountId, productId, licenseId, condition }: LicenseSearch) => {
  const compiler = new Compiler([accountId, productId, licenseId]);
  const where = condition === null ? 'true' : compiler.condition(condition, SEARCHED);
  return {
    compiler,
    from: `from license l left join customer c on c.account_id = $1 and c.customer_id = l.customer_id
      where l.account_id = $1 and l.product_id = $2 and l.deleted_at is null
        and ($3::int is null or l.global_id = $3) and ${where}`,
  };
};

/** The statements have no name: there are as many texts as there are queries. */
export const countLicenses = (search: LicenseSearch): Statement<{ readonly total: number }> => {
  const { compiler, from } = searched(search);
  return { name: '', text: `select count(*)::int as total ${from}`, values: compiler.values };
};

export const pageOfLicenses = (
  search: LicenseSearch,
  { field, descending }: LicenseOrder,
  page: { readonly size: number; readonly number: number },
): Statement<LicenseRow> => {
  const { compiler, from } = searched(search);
  const direction = descending ? 'desc' : 'asc';
  const values = [...compiler.values, page.size, page.size * (page.number - 1)];
  return {
    name: '',
    text: `select ${columnsOf(LICENSE_TABLE, 'l')} ${from}
      order by ${LICENSE_COLUMNS[field]} ${direction}, l.global_id ${direction}
      limit $${values.length - 1}::bigint offset $${values.length}::bigint`,
    values,
  };
};
