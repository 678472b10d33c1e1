/** The condition of a search among a product's licenses: the parsed `SearchQuery` of GetKeys. */

export type FieldType = 'integer' | 'text' | 'boolean' | 'time' | 'object';

/** Fields by their lower-case names. `object` can only be compared with null. */
export const LICENSE_FIELDS = {
  productid: 'integer',
  id: 'integer',
  key: 'text',
  created: 'time',
  expires: 'time',
  period: 'integer',
  f1: 'boolean',
  f2: 'boolean',
  f3: 'boolean',
  f4: 'boolean',
  f5: 'boolean',
  f6: 'boolean',
  f7: 'boolean',
  f8: 'boolean',
  notes: 'text',
  block: 'boolean',
  globalid: 'integer',
  trialactivation: 'boolean',
  maxnoofmachines: 'integer',
  allowedmachines: 'text',
  resellerid: 'integer',
} as const satisfies Record<string, FieldType>;

export const CUSTOMER_FIELDS = {
  customer: 'object',
  'customer.id': 'integer',
  'customer.name': 'text',
  'customer.email': 'text',
  'customer.companyname': 'text',
  'customer.created': 'time',
} as const satisfies Record<string, FieldType>;

export const MACHINE_FIELDS = { mid: 'text', ip: 'text', time: 'time' } as const satisfies Record<string, FieldType>;

export const DATA_OBJECT_FIELDS = {
  id: 'integer',
  name: 'text',
  stringvalue: 'text',
  intvalue: 'integer',
} as const satisfies Record<string, FieldType>;

/** The lists that `count(…)` accepts, with the fields of their items. */
export const LISTS = { activatedmachines: MACHINE_FIELDS, dataobjects: DATA_OBJECT_FIELDS } as const;

export type ListName = keyof typeof LISTS;
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type TextMatch = 'contains' | 'startswith' | 'endswith';

/** Milliseconds from (inclusive) to (exclusive). An instant has `to` equal to `from`. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

export type Value = string | number | boolean | null | TimeSpan;

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: Operator; readonly value: Value }
  | { readonly kind: TextMatch; readonly field: string; readonly text: string }
  | {
      readonly kind: 'count';
      readonly list: ListName;
      /** null: every item counts. */
      readonly where: Condition | null;
      readonly operator: Operator;
      readonly value: number;
    };
