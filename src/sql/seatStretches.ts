import { SEAT_KINDS, SEAT_STATES, type SeatStretch } from '../domain/seats.js';
import { clearTable } from './fold.js';
import { planned, prepared, type Statement } from './statement.js';

/** The tables seat_stretch and seat_limit_change, written from the log. Reading them for answers is in readSeats.ts. */

/** A stretch that lasts, and one that was denied, in the column `span`. */
export const SPAN_LASTING = 63;
export const SPAN_DENIED = -1;

export interface SeatLogRow {
  readonly id: number;
  readonly time: number;
  readonly state: number;
  readonly method: number;
  readonly license_id: number;
  readonly product_id: number;
  readonly floating_interval: number;
  readonly device_no: number;
  readonly machine_no: number;
  readonly machine_code: string;
}

/** The rows with `after < id <= upTo` that say something of a license's seats, in order of id. */
export const seatLogRows = (accountId: number, after: number, upTo: number): Statement<SeatLogRow> =>
  planned(
    `select l.id, l.time, l.state, l.method, s.license_id, s.product_id, s.floating_interval, l.device_no,
       coalesce(d.machine_no, 0) as machine_no, coalesce(d.machine_code, '') as machine_code
     from web_api_log l
     join log_subject s on s.account_id = l.account_id and s.subject_no = l.subject_no and s.license_id <> 0
     left join log_device d on d.account_id = l.account_id and d.device_no = l.device_no
     where l.account_id = $1 and l.id > $2 and l.id <= $3 and (l.state + 0) in (${SEAT_STATES.join()})
     order by l.id`,
    [accountId, after, upTo],
  );

/** Notes where the seat limit that rows with `after < id <= upTo` show differs from the one their license's row before shows. */
export const addSeatLimitChanges = (
  accountId: number,
  generation: number,
  after: number,
  upTo: number,
): Statement<never> =>
  planned(
    `insert into seat_limit_change (account_id, generation, license_id, id, since, seat_limit)
     select $1, $2, r.license_id, r.id, r.time, r.seat_limit
     from (
       select l.id, l.time, s.license_id, s.seat_limit,
         lag(s.seat_limit) over (partition by s.license_id order by l.id) as earlier
       from web_api_log l
       join log_subject s on s.account_id = l.account_id and s.subject_no = l.subject_no and s.license_id <> 0
       where l.account_id = $1 and l.id > $3 and l.id <= $4) r
     where r.seat_limit is distinct from coalesce(r.earlier, (
       select c.seat_limit from seat_limit_change c
       where c.account_id = $1 and c.generation = $2 and c.license_id = r.license_id
       order by c.id desc limit 1))
     order by r.license_id, r.id`,
    [accountId, generation, after, upTo],
  );

export interface SeatStretchRow {
  readonly id: number;
  readonly license_id: number;
  readonly product_id: number;
  readonly device_no: number;
  readonly machine_no: number;
  readonly machine_code: string;
  readonly kind: number;
  readonly held_since: number;
  readonly since: number;
  readonly until: number | null;
  readonly ended_by: number | null;
  readonly last: boolean;
}

/** A row of the table holds the place of its kind in the list. */
export const kindFromPlace = (place: number): SeatStretch['kind'] => {
  const kind = SEAT_KINDS[place];
  if (kind === undefined) throw new Error(`no kind of seat: ${place}`);
  return kind;
};

export const stretchFromRow = (row: SeatStretchRow): SeatStretch => ({
  id: row.id,
  licenseId: row.license_id,
  productId: row.product_id,
  deviceNo: row.device_no,
  machineNo: row.machine_no,
  machineCode: row.machine_code,
  kind: kindFromPlace(row.kind),
  heldSince: row.held_since,
  since: row.since,
  until: row.until,
  endedBy: row.ended_by,
  last: row.last,
});

type Ints = readonly number[];

const STRETCH = `s.id, s.license_id, s.product_id, s.device_no, s.machine_no, coalesce(d.machine_code, '') as machine_code,
  s.kind, s.held_since, s.since, s.until, s.ended_by, s.last`;

/**
 * The last stretches of machines, each named by its license and number, and all those of other licenses that are live at
 * a time. The order is one that only the right index has: a generation that is being filled is not in the planner's
 * statistics, and without it any index that begins with the generation looks as good.
 */
export const lastSeatStretches = prepared<
  SeatStretchRow,
  [accountId: number, generation: number, licenseIds: Ints, machineNos: Ints, wholeLicenseIds: Ints, liveAt: number]
>(
  'last_seat_stretches',
  `select ${STRETCH} from (
     select s.* from unnest($3::int[], $4::int[]) as w(license_id, machine_no)
     cross join lateral (
       select * from seat_stretch s where s.account_id = $1 and s.generation = $2 and s.license_id = w.license_id
         and s.machine_no = w.machine_no and s.last order by s.since offset 0) s
     union all
     select s.* from unnest($5::int[]) as w(license_id)
     cross join lateral (
       select * from seat_stretch s where s.account_id = $1 and s.generation = $2 and s.license_id = w.license_id
         and s.last and (s.until is null or s.until > $6) order by s.machine_no, s.since offset 0) s) s
   left join log_device d on d.account_id = $1 and d.device_no = s.device_no`,
);

/** The span of a stretch: the length of its duration as a binary number. */
const spanOf = ({ kind, since, until }: SeatStretch): number => {
  if (kind === 'nodeLockedDenied' || kind === 'floatingDenied') return SPAN_DENIED;
  return until === null ? SPAN_LASTING : (until - since).toString(2).length;
};

/** Adds stretches, or changes what can change of them. They come in order of id. */
export const putSeatStretches = (
  accountId: number,
  generation: number,
  stretches: readonly SeatStretch[],
): Statement<never> =>
  upsertSeatStretches(
    accountId,
    generation,
    stretches.map(({ id }) => id),
    stretches.map(({ licenseId }) => licenseId),
    stretches.map(({ productId }) => productId),
    stretches.map(({ deviceNo }) => deviceNo),
    stretches.map(({ machineNo }) => machineNo),
    stretches.map(({ kind }) => SEAT_KINDS.indexOf(kind)),
    stretches.map(({ heldSince }) => heldSince),
    stretches.map(({ since }) => since),
    stretches.map(({ until }) => until),
    stretches.map(({ endedBy }) => endedBy),
    stretches.map(spanOf),
    stretches.map(({ last }) => last),
  );

const upsertSeatStretches = prepared<
  never,
  [
    accountId: number,
    generation: number,
    ids: Ints,
    licenseIds: Ints,
    productIds: Ints,
    deviceNos: Ints,
    machineNos: Ints,
    kinds: Ints,
    heldSince: Ints,
    since: Ints,
    until: readonly (number | null)[],
    endedBy: readonly (number | null)[],
    spans: Ints,
    last: readonly boolean[],
  ]
>(
  'put_seat_stretches',
  `insert into seat_stretch (account_id, generation, id, license_id, product_id, device_no, machine_no, kind, held_since,
     since, until, ended_by, span, last)
   select $1, $2, * from unnest($3::bigint[], $4::int[], $5::int[], $6::int[], $7::int[], $8::smallint[], $9::bigint[],
     $10::bigint[], $11::bigint[], $12::bigint[], $13::smallint[], $14::boolean[])
   on conflict (account_id, generation, id) do update set
     until = excluded.until, ended_by = excluded.ended_by, span = excluded.span, last = excluded.last`,
);

export const clearSeatStretches = clearTable('seat_stretch', ['id']);
export const clearSeatLimitChanges = clearTable('seat_limit_change', ['license_id', 'id']);
