import type { ProductId, TokenId, UserId } from '../../domain/entities/ids.js';
import { prepared } from '../statement.js';
import type { ObjectLogRow } from './readEvents.js';

/** The ids of the oldest change that is still kept and of the newest; both 0 when there is none. */
export const changeBounds = prepared<{ readonly first_id: number; readonly last_id: number }, [accountId: number]>(
  'change_bounds',
  `select coalesce((select id from object_log where account_id = $1 order by id limit 1), 0) as first_id,
     coalesce((select id from object_log where account_id = $1 order by id desc limit 1), 0) as last_id`,
);

/** A row of the Object Log, with the names of user and object. Names are null when they no longer exist. */
export interface ChangeRow extends ObjectLogRow {
  readonly user_name: string | null;
  readonly token_id: TokenId;
  readonly token_name: string | null;
  /** Of a license. */
  readonly product_id: ProductId | null;
  readonly key: string | null;
  /** Of a product or customer. */
  readonly object_name: string | null;
}

export interface ChangeFilter {
  /** Included. */
  readonly firstId: number;
  /** Excluded. */
  readonly beforeId: number;
  readonly resourceType: number | null;
  readonly objectId: number | null;
  readonly userId: UserId | null;
  readonly limit: number;
}

/** What is null does not filter. `firstId` and `beforeId` bound the work: no other index leads to an object's changes. */
export const readChanges = prepared<ChangeRow, [accountId: number, filter: ChangeFilter]>(
  'read_changes',
  `select o.id, o.time, o.resource_type, o.resource_action, o.object_id, o.user_id, u.name as user_name, o.token_id,
     t.name as token_name, o.data, l.product_id, case when l.deleted_at is null then l.key end as key,
     coalesce(p.name, nullif(c.company_name, ''), nullif(c.name, ''), c.email) as object_name
   from (select * from object_log where account_id = $1 and id >= $2 and id < $3
       and ($4::int is null or resource_type = $4) and ($5::bigint is null or object_id = $5)
       and ($6::int is null or user_id = $6)
     order by id desc limit $7) o
   left join app_user u on u.account_id = $1 and u.user_id = o.user_id
   left join token t on t.account_id = $1 and t.token_id = o.token_id
   left join license l on l.account_id = $1 and o.resource_type = 3 and l.global_id = o.object_id
   left join product p on p.account_id = $1 and o.resource_type = 5 and p.product_id = o.object_id
   left join customer c on c.account_id = $1 and o.resource_type = 1 and c.customer_id = o.object_id
   order by o.id desc`,
  (accountId, { firstId, beforeId, resourceType, objectId, userId, limit }) => [
    accountId,
    firstId,
    beforeId,
    resourceType,
    objectId,
    userId,
    limit,
  ],
);
