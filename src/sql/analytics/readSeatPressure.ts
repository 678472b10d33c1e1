import type { CustomerId, LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { Period } from '../../domain/time/period.js';
import type { Milliseconds } from '../../domain/time/units.js';
import type { IdRange } from '../log/readLog.js';
import { planned, prepared, type Statement, Values } from '../statement.js';
import { SPAN_DENIED } from './seatStretches.js';

/** Bounded reads of projections that show where seats are short. Times are milliseconds. */

const generationOf = (projection: 'seats' | 'buckets'): string =>
  `(select generation from analytics_projection where account_id = $1 and projection = '${projection}' and active)`;

export interface DeniedRow {
  readonly license_id: LicenseId;
  readonly denials: number;
  readonly last_denial: number;
  /** Denials that were read in all; when they are the most there may be, some were not. */
  readonly read: number;
}

/** In all products (0), or in one. */
export interface DenialFilter extends Period {
  readonly productId: ProductId;
  /** Denials that are read at most. */
  readonly most: number;
  /** Licenses in the answer. */
  readonly limit: number;
}

/** Licenses that were denied a seat in a period, most denials first; in all products, or in one. */
export const deniedLicenses = prepared<DeniedRow, [accountId: number, filter: DenialFilter]>(
  'denied_licenses',
  `select r.license_id, count(*)::int as denials, max(r.since) as last_denial, (sum(count(*)) over ())::int as read
   from (
     select s.license_id, s.since from (
       select product_id from product where account_id = $1 and ($2 = 0 or product_id = $2)) p
     cross join lateral (
       select license_id, since from seat_stretch
       where account_id = $1 and generation = ${generationOf('seats')} and product_id = p.product_id
         and span = ${SPAN_DENIED} and since >= $3 and since < $4
       order by since desc, id desc limit $5) s
     limit $5) r
   group by r.license_id order by 2 desc, 3 desc, 1 limit $6`,
  (accountId, { productId, start, end, most, limit }) => [accountId, productId, start, end, most, limit],
);

export interface FullRow {
  /** null: none was found, and the row only has the number read. */
  readonly license_id: LicenseId | null;
  /** Half hours that were read; if equal to `most`, some were not. */
  readonly read: number;
}

export interface FullFilter {
  readonly productId: ProductId | undefined;
  readonly ids: IdRange;
  readonly now: Milliseconds;
  readonly but: readonly number[];
  /** Half hours that are read at most. */
  readonly most: number;
  /** Licenses in the answer. */
  readonly limit: number;
}

/**
 * Licenses all of whose seats of a kind are taken now, among those that were active in the half hours of a range of ids,
 * the latest ones first. `but` are excluded.
 */
export const fullLicenses = (
  accountId: number,
  { productId, ids, now, but, most, limit }: FullFilter,
): Statement<FullRow> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const ofProduct = productId === undefined ? '' : `and product_id = ${values.add(productId, 'int')}`;
  const taken = (pool: string): string =>
    `(select count(*) from (select from machine m where m.account_id = ${account} and m.license_id = l.global_id
       and ${pool} limit l.max_no_of_machines) m) >= l.max_no_of_machines`;
  return planned(
    `with active as materialized (
       select license_id, id from activity_bucket
       where account_id = ${account} and generation = ${generationOf('buckets').replace('$1', account)}
         and id between ${values.add(ids.first, 'bigint')} and ${values.add(ids.last, 'bigint')} ${ofProduct}
       order by id desc limit ${values.add(most, 'int')})
     select f.license_id, c.read from (select count(*)::int as read from active) c left join (
     select l.global_id as license_id, a.id
     from (select license_id, max(id) as id from active group by license_id) a
     join license l on l.account_id = ${account} and l.global_id = a.license_id
     where l.deleted_at is null and l.max_no_of_machines > 0
       and a.license_id <> all(${values.add(but, 'int[]')})
       and (${taken('not m.floating')} or ${taken(`m.floating and m.floating_expires > ${values.add(now, 'bigint')}`)})
     order by a.id desc limit ${values.add(limit, 'int')}) f on true
     order by f.id desc`,
    values.list,
  );
};

export interface PressedLicenseRow {
  readonly license_id: LicenseId;
  readonly product_id: ProductId;
  readonly key: string;
  readonly max_no_of_machines: number;
  readonly deleted_at: number | null;
  readonly customer_id: CustomerId | null;
  readonly customer_name: string | null;
}

export const pressedLicenses = prepared<PressedLicenseRow, [accountId: number, licenseIds: readonly LicenseId[]]>(
  'pressed_licenses',
  `select l.global_id as license_id, l.product_id, l.key, l.max_no_of_machines, l.deleted_at, l.customer_id,
     coalesce(nullif(c.company_name, ''), nullif(c.name, ''), c.email) as customer_name
   from license l left join customer c on c.account_id = l.account_id and c.customer_id = l.customer_id
   where l.account_id = $1 and l.global_id = any($2::int[])`,
);
