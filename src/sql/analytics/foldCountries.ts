import type { ProductId } from '../../domain/entities/ids.js';
import { prepared, unprepared } from '../statement.js';
import { clearTable, type FoldValues, IS_FAILURE, IS_REQUEST, IS_SUCCESS, SUBJECTS_OF_WINDOW } from './fold.js';
import type { RecountValues } from './foldDaily.js';

const WINDOW = `${SUBJECTS_OF_WINDOW}
     join log_address a on a.account_id = $1 and a.address_no = l.address_no
     where ${IS_REQUEST} and a.country <> ''`;

/** Days of a product by country. Rows of excluded keys determine a row's id but are not counted. */
const foldText = (window: string): string => `
   insert into daily_country_usage as u (account_id, generation, product_id, day, country, id, total_requests,
     successful, failed)
   select r.account_id, $2, r.product_id, r.day, r.country, min(r.id), count(*) filter (where counted),
     count(*) filter (where counted and success), count(*) filter (where counted and failure)
   from (
     select l.account_id, l.id, s.product_id, (l.time / 86400000)::int as day, a.country, ${IS_SUCCESS} as success,
       ${IS_FAILURE} as failure,
       not exists (select from license k where k.account_id = $1 and k.global_id = s.license_id
         and k.excluded_from_analytics) as counted
     from ${window}) r
   group by r.account_id, r.product_id, r.day, r.country
   order by r.product_id, r.day, r.country
   on conflict (account_id, generation, product_id, day, country) do update set
     total_requests = u.total_requests + excluded.total_requests,
     successful = u.successful + excluded.successful, failed = u.failed + excluded.failed`;

export const foldCountries = unprepared<never, FoldValues>(foldText(`${WINDOW} and s.product_id <> 0`));

/** Resets a day's numbers; the rows keep their ids. */
export const emptyCountries = prepared<
  never,
  [accountId: number, generation: number, productId: ProductId, day: number]
>(
  'empty_daily_country_usage',
  `update daily_country_usage set total_requests = 0, successful = 0, failed = 0
   where account_id = $1 and generation = $2 and product_id = $3 and day = $4`,
);

/** Folds one product's rows of a window that lies within one day, which must have been emptied. */
export const refoldCountries = unprepared<never, RecountValues>(
  foldText(`${WINDOW} and s.product_id = $5 and l.time / 86400000 = $6 and l.id <> all($7::bigint[])`),
);

export const clearCountries = clearTable('daily_country_usage', ['product_id', 'day', 'country']);
