import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import { ACCOUNT_AND, OF_ACCOUNT } from '../rowsOfAccount.js';
import { prepared } from '../statement.js';

/** Licenses whose exclusion from usage analytics changed, and where their days lie in the log. */

/** In the transaction that changes the licenses. */
export const requestRecounts = prepared<never, [accountId: number, licenseIds: readonly LicenseId[]]>(
  'request_recounts',
  `insert into analytics_recount (account_id, license_id, recounted_day, requests)
   select h.account_id, n.license_id, -1, 1 from ${ACCOUNT_AND} unnest($2::int[]) as n(license_id) ${OF_ACCOUNT}
   order by n.license_id
   on conflict (account_id, license_id) do update set recounted_day = -1, requests = analytics_recount.requests + 1`,
);

export interface RecountRequest {
  readonly license_id: LicenseId;
  readonly recounted_day: number;
  readonly requests: number;
}

/** The request as it was read, so that a newer one is not confused with it. */
type KnownRequest = Pick<RecountRequest, 'license_id' | 'requests'>;

/** Read without a lock: a batch that asks for another recount never waits for this one. */
export const nextRecount = prepared<RecountRequest, [accountId: number]>(
  'next_recount',
  `select license_id, recounted_day, requests from analytics_recount where account_id = $1
   order by license_id limit 1`,
);

/** Has no effect when the recount was requested again meanwhile. */
export const noteRecounted = prepared<never, [accountId: number, request: KnownRequest, day: number]>(
  'note_recounted',
  `update analytics_recount set recounted_day = $4 where account_id = $1 and license_id = $2 and requests = $3`,
  (accountId, { license_id, requests }, day) => [accountId, license_id, requests, day],
);

/** As noteRecounted, when every day is done. */
export const endRecount = prepared<never, [accountId: number, request: KnownRequest]>(
  'end_recount',
  'delete from analytics_recount where account_id = $1 and license_id = $2 and requests = $3',
  (accountId, { license_id, requests }) => [accountId, license_id, requests],
);

/** The first log row of a license after an id. */
export const nextRowOfLicense = prepared<
  { readonly time: number; readonly product_id: ProductId },
  [accountId: number, licenseId: LicenseId, after: number]
>(
  'next_row_of_license',
  `select l.time, s.product_id from log_subject s
   cross join lateral (
     select l.id, l.time from web_api_log l
     where l.account_id = $1 and l.subject_no = s.subject_no
       and (l.id >> 13)::int >= ($3::bigint >> 13)::int and l.id > $3
     order by (l.id >> 13)::int, l.id limit 1) l
   where s.account_id = $1 and s.license_id = $2 order by l.id limit 1`,
);
