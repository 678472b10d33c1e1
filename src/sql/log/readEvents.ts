import type { LicenseId, ProductId, UserId } from '../../domain/entities/ids.js';
import { bisectionSteps } from '../bisection.js';
import { planned, prepared, type Statement, Values } from '../statement.js';

export interface EventRow {
  readonly id: number;
  readonly time: number;
  readonly product_id: ProductId;
  /** null: the event names no key. */
  readonly key: string | null;
  readonly machine_code: string;
  readonly feature_name: string;
  readonly event_name: string;
  readonly value: number;
  readonly currency: string;
  readonly metadata: string;
}

/** What is undefined does not filter; all that is given must hold. Ids included, times in Unix seconds included. */
export interface EventFilter {
  readonly productId?: ProductId | undefined;
  /** A key string of that product; that of a deleted license will do. */
  readonly key?: string | undefined;
  readonly productLock?: ProductId | undefined;
  readonly licenseLock?: LicenseId | undefined;
  readonly metadata?: string | undefined;
  readonly featureName?: string | undefined;
  readonly eventName?: string | undefined;
  readonly firstTime?: number | undefined;
  readonly lastTime?: number | undefined;
  readonly firstId?: number | undefined;
  readonly lastId?: number | undefined;
}

const conditionsOf = (account: string, filter: EventFilter, values: Values): string[] => {
  const conditions = [`account_id = ${account}`];
  const equal = (column: string, value: number | string | undefined, type: string): void => {
    if (value !== undefined) conditions.push(`${column} = ${values.add(value, type)}`);
  };
  equal('product_id', filter.productId, 'int');
  equal('product_id', filter.productLock, 'int');
  if (filter.licenseLock !== undefined) {
    // Its product is named too, for the index begins with it.
    const license = values.add(filter.licenseLock, 'int');
    conditions.push(`license_id = ${license} and product_id =
      (select product_id from license where account_id = ${account} and global_id = ${license})`);
  }
  equal('metadata', filter.metadata, 'text');
  equal('feature_name', filter.featureName, 'text');
  equal('event_name', filter.eventName, 'text');
  if (filter.key !== undefined) {
    conditions.push(`license_id = (select global_id from license where account_id = ${account}
      and product_id = ${values.add(filter.productId, 'int')} and key = ${values.add(filter.key, 'text')})`);
  }
  if (filter.firstTime !== undefined) conditions.push(`time >= ${values.add(filter.firstTime, 'bigint')}`);
  if (filter.lastTime !== undefined) conditions.push(`time <= ${values.add(filter.lastTime, 'bigint')}`);
  if (filter.firstId !== undefined) conditions.push(`id >= ${values.add(filter.firstId, 'bigint')}`);
  if (filter.lastId !== undefined) conditions.push(`id <= ${values.add(filter.lastId, 'bigint')}`);
  return conditions;
};

const SHOWN =
  'e.id, e.time, e.product_id, l.key, e.machine_code, e.feature_name, e.event_name, e.value, e.currency, e.metadata';

const page = (account: string, found: string, order: string): string =>
  `select ${SHOWN} from (${found}) e
   left join license l on l.account_id = ${account} and l.global_id = e.license_id order by e.id ${order}`;

/** A page of events in order of id: along the ids, or along those of one key. */
export const readEvents = (
  accountId: number,
  filter: EventFilter,
  descending: boolean,
  limit: number,
): Statement<EventRow> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const conditions = conditionsOf(account, filter, values);
  const order = descending ? 'desc' : 'asc';
  const found = `select * from event where ${conditions.join(' and ')}
    order by id ${order} limit ${values.add(limit, 'int')}`;
  return planned(page(account, found, order), values.list);
};

/**
 * A page of one product's events, when they are few among many: from license to license of the product that has events,
 * and the first ones of each.
 */
export const readProductEvents = (
  accountId: number,
  productId: ProductId,
  filter: EventFilter,
  descending: boolean,
  limit: number,
): Statement<EventRow> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const conditions = conditionsOf(account, { ...filter, productId }, values);
  const ofProduct = `account_id = ${account} and product_id = ${values.add(productId, 'int')}`;
  const most = values.add(limit, 'int');
  const order = descending ? 'desc' : 'asc';
  const found = `
    with recursive licenses(license_id) as (
      (select license_id from event where ${ofProduct} order by license_id limit 1)
      union all
      select n.license_id from licenses l cross join lateral (
        select e.license_id from event e where ${ofProduct} and e.license_id > l.license_id
        order by e.license_id limit 1) n
    )
    select e.* from licenses l cross join lateral (
      select * from event where ${conditions.join(' and ')} and license_id = l.license_id
      order by id ${order} limit ${most}) e
    order by e.id ${order} limit ${most}`;
  return planned(page(account, found, order), values.list);
};

/** The ids of the oldest and the newest event; both 0 when there is none. */
export const eventBounds = prepared<{ readonly first_id: number; readonly last_id: number }, [accountId: number]>(
  'event_bounds',
  `select coalesce((select id from event where account_id = $1 order by id limit 1), 0) as first_id,
     coalesce((select id from event where account_id = $1 order by id desc limit 1), 0) as last_id`,
);

/**
 * The first id that came in at or after a time, as logBounds for the log: arrivals have the order of the ids. The oldest
 * events may be gone.
 */
export const firstEventSince = prepared<{ readonly id: number }, [accountId: number, arrival: number]>(
  'first_event_since',
  `with recursive bisection(lo, hi) as (
     select coalesce((select e.id from event e where e.account_id = $1 order by e.id limit 1), h.last_id + 1), h.last_id + 1
     from event_head h where h.account_id = $1
     union all ${bisectionSteps({ sought: '$2', time: 'arrival', next: 'event t where t.account_id = $1' })}
   )
   select lo as id from bisection where lo >= hi`,
);

export interface ObjectLogRow {
  readonly id: number;
  readonly time: number;
  readonly resource_type: number;
  readonly resource_action: number;
  readonly object_id: number;
  readonly user_id: UserId;
  readonly data: string;
}

export const readObjectLog = prepared<ObjectLogRow, [accountId: number, after: number, limit: number]>(
  'read_object_log',
  `select id, time, resource_type, resource_action, object_id, user_id, data from object_log
   where account_id = $1 and id > $2 order by id limit $3`,
);
