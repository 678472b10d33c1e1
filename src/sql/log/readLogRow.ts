import type { CustomerId, LicenseId, TokenId } from '../../domain/entities/ids.js';
import { prepared } from '../statement.js';

/** Details of a row that GetLogRow shows in addition to the log's pages. */
export interface LogRowDetails {
  readonly method: number;
  readonly license_id: LicenseId;
  readonly customer_id: CustomerId;
  /** null: there is none, or it has been removed. */
  readonly customer_name: string | null;
  readonly company_name: string | null;
  readonly seat_limit: number;
  readonly token_id: TokenId;
  /** null: there was none, or it has been deleted. */
  readonly token_name: string | null;
  /** ISO 3166 alpha-2, "": not known. */
  readonly country: string;
  /** The last row that is folded into seats; null: none is. */
  readonly seats_folded_to: number | null;
}

export const logRowDetails = prepared<LogRowDetails, [accountId: number, id: number]>(
  'log_row_details',
  `select l.method, s.license_id, s.customer_id, c.name as customer_name, c.company_name, s.seat_limit, s.token_id,
     t.name as token_name, coalesce(a.country, '') as country,
     (select last_id from analytics_projection
      where account_id = $1 and projection = 'seats' and active) as seats_folded_to
   from web_api_log l
   join log_subject s on s.account_id = $1 and s.subject_no = l.subject_no
   left join customer c on c.account_id = $1 and c.customer_id = s.customer_id
   left join token t on t.account_id = $1 and t.token_id = s.token_id
   left join log_address a on a.account_id = $1 and a.address_no = l.address_no
   where l.account_id = $1 and l.id = $2`,
);
