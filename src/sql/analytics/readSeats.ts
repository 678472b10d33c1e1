import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { Period } from '../../domain/time/period.js';
import { prepared } from '../statement.js';
import { SPAN_DENIED, SPAN_LASTING } from './seatStretches.js';

/**
 * Reads of seat_stretch, in the generation that readers see. What was held at a time is found span by span: a stretch
 * shorter than 2^span that covers it began less than 2^span before. So the cost depends on the result, not on the length of
 * the history.
 */

const SPANS = [...Array.from({ length: 53 }, (_, index) => index + 1), SPAN_LASTING];

/** The greatest beginning (milliseconds) that is too early for a stretch of each span to be held at a time. */
const tooEarly = (time: number): readonly number[] =>
  SPANS.map((span) => (span === SPAN_LASTING ? -1 : Math.max(-1, time - 2 ** span)));

const GENERATION = `(select generation from analytics_projection
  where account_id = $1 and projection = 'seats' and active)`;

interface UsedStretchRow {
  readonly id: number;
  readonly kind: number;
  readonly since: number;
  readonly until: number | null;
  readonly ended_by: number | null;
}

type UsedValues = [
  accountId: number,
  of: number,
  spans: readonly number[],
  tooEarly: readonly number[],
  start: number,
  end: number,
  most: number,
];

const usedStretches = (column: 'license_id' | 'product_id') =>
  prepared<UsedStretchRow, UsedValues>(
    `used_stretches_${column}`,
    `select s.id, s.kind, s.since, s.until, s.ended_by
     from unnest($3::smallint[], $4::bigint[]) as c(span, too_early)
     cross join lateral (
       select * from seat_stretch s
       where s.account_id = $1 and s.generation = ${GENERATION} and s.${column} = $2 and s.span = c.span
         and s.since > c.too_early and s.since < $6 and (s.since >= $5 or s.until is null or s.until > $5)
       order by s.since, s.id limit $7) s
     limit $7`,
  );

const byColumn = { license: usedStretches('license_id'), product: usedStretches('product_id') } as const;

/** The license or product whose seats are read. */
export interface SeatOwner {
  readonly of: 'license' | 'product';
  readonly id: number;
}

/** Stretches that were held at the start or began before the end, and denials in between; at most `most`, in no order. */
export const readUsedStretches = (accountId: number, owner: SeatOwner, { start, end }: Period, most: number) =>
  byColumn[owner.of](accountId, owner.id, [...SPANS, SPAN_DENIED], [...tooEarly(start), start - 1], start, end, most);

/** The limit shown last before a time, and those shown first from then on until the end; in order of time, at most `most`. */
export const readLimitChanges = prepared<
  { readonly since: number; readonly seat_limit: number },
  [accountId: number, licenseId: LicenseId, period: Period, most: number]
>(
  'read_limit_changes',
  `select c.since, c.seat_limit from seat_limit_change c
   where c.account_id = $1 and c.generation = ${GENERATION} and c.license_id = $2 and c.since < $4
     and c.id >= coalesce((
       select e.id from seat_limit_change e
       where e.account_id = $1 and e.generation = ${GENERATION} and e.license_id = $2 and e.since < $3
       order by e.id desc limit 1), 0)
   order by c.id limit $5`,
  (accountId, licenseId, { start, end }, most) => [accountId, licenseId, start, end, most],
);

export interface SeatHolderRow {
  readonly id: number;
  readonly product_id: ProductId;
  readonly license_id: LicenseId;
  /** null: the license is deleted. */
  readonly key: string | null;
  readonly machine_code: string;
  readonly friendly_name: string;
  readonly kind: number;
  readonly held_since: number;
  readonly until: number | null;
}

type HolderValues = [
  accountId: number,
  of: number,
  spans: readonly number[],
  tooEarly: readonly number[],
  time: number,
  afterId: number,
  limit: number,
];

// One bound on each side: the planner takes a second one for a reason to use another index, hence `+ 0`.
const seatHolders = (column: 'license_id' | 'product_id') =>
  prepared<SeatHolderRow, HolderValues>(
    `seat_holders_${column}`,
    `with recursive held as materialized (
       select s.* from unnest($3::smallint[], $4::bigint[]) as c(span, too_early)
       cross join lateral (
         select * from seat_stretch s
         where s.account_id = $1 and s.generation = ${GENERATION} and s.${column} = $2 and s.span = c.span
           and s.since > c.too_early and s.since <= $5 and (s.until is null or s.until > $5) and s.id + 0 > $6
         order by s.since, s.id limit $7) s
       order by s.id limit $7
     ), going_on as (
       select id, id as latest, kind, until, ended_by from held
       union all
       select g.id, s.id, s.kind, s.until, s.ended_by from going_on g
       cross join lateral (
         select * from seat_stretch s where s.account_id = $1 and s.generation = ${GENERATION}
           and s.id between g.ended_by and g.ended_by and s.kind in (1, 2)
         order by s.id limit 1) s
     ), ends as (
       select distinct on (id) id, until from going_on order by id, latest desc
     )
     select h.id, h.product_id, h.license_id, l.key, coalesce(d.machine_code, '') as machine_code,
       coalesce(d.friendly_name, '') as friendly_name, h.kind, h.held_since,
       e.until
     from held h
     join ends e on e.id = h.id
     left join license l on l.account_id = $1 and l.global_id = h.license_id and l.deleted_at is null
     left join log_device d on d.account_id = $1 and d.device_no = h.device_no
     order by h.id`,
  );

const holdersByColumn = { license: seatHolders('license_id'), product: seatHolders('product_id') } as const;

/** When a row of the log was written: ids and times have one order, so a cursor gives the time to start from. */
export const logRowTime = prepared<{ readonly time: number }, [accountId: number, id: number]>(
  'log_row_time',
  'select time from web_api_log where account_id = $1 and id = $2',
);

export interface HolderPage {
  readonly time: number;
  readonly afterId: number;
  readonly afterTime: number;
  readonly limit: number;
}

/**
 * Seats held at a time (milliseconds), after all rows of that millisecond; those with a greater id than a row's that was
 * written at `afterTime`, in order of id.
 */
export const readSeatHolders = (
  accountId: number,
  owner: SeatOwner,
  { time, afterId, afterTime, limit }: HolderPage,
) => {
  const earliest = tooEarly(time).map((early) => Math.max(early, afterTime - 1));
  return holdersByColumn[owner.of](accountId, owner.id, SPANS, earliest, time, afterId, limit);
};
