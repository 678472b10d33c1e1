import { ACCOUNT_AND, OF_ACCOUNT } from '../rowsOfAccount.js';
import { prepared } from '../statement.js';

/** The rows of a batch, one array a column: one statement however many rows. */
export const appendLogRows = prepared<
  never,
  [
    accountId: number,
    ids: readonly number[],
    time: number,
    subjects: readonly number[],
    devices: readonly number[],
    addresses: readonly number[],
    states: readonly number[],
    methods: readonly number[],
    details: readonly string[],
  ]
>(
  'append_log_rows',
  `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method, detail)
   select h.account_id, r.device_no, r.id, $3, r.subject_no, r.address_no, r.state, r.method, r.detail
   from ${ACCOUNT_AND} unnest($2::bigint[], $4::int[], $5::int[], $6::int[], $7::smallint[], $8::smallint[], $9::text[])
     as r(id, subject_no, device_no, address_no, state, method, detail)
   ${OF_ACCOUNT}`,
);

export const appendObjectLogRows = prepared<
  never,
  [
    accountId: number,
    ids: readonly number[],
    time: number,
    resourceTypes: readonly number[],
    resourceActions: readonly number[],
    objectIds: readonly number[],
    userIds: readonly number[],
    tokenIds: readonly number[],
    data: readonly string[],
  ]
>(
  'append_object_log_rows',
  `insert into object_log (account_id, id, time, resource_type, resource_action, object_id, user_id, token_id, data)
   select h.account_id, r.id, $3, r.resource_type, r.resource_action, r.object_id, r.user_id, r.token_id, r.data
   from ${ACCOUNT_AND} unnest($2::bigint[], $4::smallint[], $5::smallint[], $6::bigint[], $7::int[], $8::int[], $9::text[])
     as r(id, resource_type, resource_action, object_id, user_id, token_id, data)
   ${OF_ACCOUNT}`,
);

/**
 * Events under the last ids that `takeEventIds` took, in order. One that says no time, or one that is yet to come, has the time
 * of its arrival: whatever the client's clock says, it cannot come from the future. Without a head the ids are null, which
 * the table refuses.
 */
export const appendEvents = prepared<
  never,
  [
    accountId: number,
    times: readonly (number | null)[],
    productIds: readonly number[],
    licenseIds: readonly number[],
    machineCodes: readonly string[],
    featureNames: readonly string[],
    eventNames: readonly string[],
    values: readonly number[],
    currencies: readonly string[],
    metadata: readonly string[],
  ]
>(
  'append_events',
  `insert into event (account_id, id, arrival, time, product_id, license_id, machine_code, feature_name, event_name,
     value, currency, metadata)
   select h.account_id, e.last_id - cardinality($2::bigint[]) + r.position, e.last_arrival,
     least(r.time, e.last_arrival / 1000), r.product_id, r.license_id, r.machine_code, r.feature_name, r.event_name, r.value,
     r.currency, r.metadata
   from log_head h left join event_head e on e.account_id = h.account_id,
     unnest($2::bigint[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[])
     with ordinality as r(time, product_id, license_id, machine_code, feature_name, event_name, value, currency, metadata, position)
   ${OF_ACCOUNT}`,
);
