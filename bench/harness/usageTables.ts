import type { Client } from 'pg';

/** Fills the tables of usage analytics by SQL, as a long log would have, to measure pages of them. */

const KEYS = 3_000;
const MACHINES = 12_000;
/** Buckets of all keys in one half hour. */
const BUCKETS_AT_A_TIME = 200;
const FIRST_BUCKET = 20_000 * 48;

/** What the filters name. Products of licenses: 1001 + licence % 3. */
export const USAGE = {
  /** A third of the rows. */
  commonLicense: 1,
  /** One row in a hundred. */
  someLicense: 2,
  /** A thousand rows or a few less, however many there are. */
  rareLicense: 3,
  commonMachine: 'MACHINE 1',
  product: 1_002,
  firstDay: FIRST_BUCKET / 48,
} as const;

/** Days that so many buckets cover, rounded down. */
export const daysOf = (buckets: number): number => Math.floor(buckets / BUCKETS_AT_A_TIME / 48);

/** `buckets` activity buckets, a tenth as many devices, a hundredth as many keys, days and days by country. */
export const fillUsageTables = async (client: Client, buckets: number): Promise<void> => {
  const devices = buckets / 10;
  const keys = buckets / 100;
  const licenses = Math.max(KEYS, keys);
  const run = (text: string) => client.query(text);
  await run('begin');
  await run(`insert into product (account_id, product_id, name, description, created, is_public, hsum, features, last_license_id)
    select 1, 1000 + n, 'Product ' || n, '', 0, false, 0, '{}', 0 from generate_series(1, 3) n`);
  await run(`insert into license (account_id, global_id, product_id, id, key, created, expires, period, features, block,
      trial_activation, max_no_of_machines, reseller_id, optional_field)
    select 1, n, 1001 + n % 3, n, 'KEY' || n, 0, 0, 0, array[false], false, false, 5, 0, 0
    from generate_series(1, ${licenses}) n`);
  await run(`insert into log_device select 1, n, 'machine ' || n, '', 'MACHINE ' || n, '', n
    from generate_series(1, ${MACHINES}) n`);
  await run(`insert into activity_bucket
    select 1, 1, license_id, machine_no, ${FIRST_BUCKET} + n / ${BUCKETS_AT_A_TIME}, 1001 + license_id % 3, n, 1, 0,
      (${FIRST_BUCKET} + n / ${BUCKETS_AT_A_TIME}) * 1800, (${FIRST_BUCKET} + n / ${BUCKETS_AT_A_TIME}) * 1800, 2011, 1800
    from (
      select n, case when n % 50 = 0 then 1 else 2 + n * 7919 % ${MACHINES - 1} end as machine_no,
        case when n % ${buckets / 1_000} = 7 then 3 when n % 100 = 1 then 2 when n % 3 = 0 then 1
          else 4 + (n * 7919 % ${KEYS - 4}) end as license_id
      from generate_series(1::bigint, ${buckets}) n) b
    on conflict do nothing`);
  // Half of the devices were seen again on the last day.
  const at = (n: string, of: number): string =>
    `(${FIRST_BUCKET / 48}::bigint * 86400 + ${n} * ${daysOf(buckets)}::bigint * 86400 / ${of})`;
  await run(`insert into key_device (account_id, generation, license_id, machine_no, product_id, id, first_seen, last_seen,
      total_requests)
    select 1, 1, license_id, n, 1001 + license_id % 3, n * 10, ${at('n', devices)},
      case when n % 2 = 0 then ${at(`${devices}`, devices)} else ${at('n', devices)} end, 5
    from (select n, case when n % 3 = 0 then 1 else 2 + n % ${KEYS - 2} end as license_id
          from generate_series(1::bigint, ${devices}) n) d`);
  const counters = Array.from({ length: 19 }, () => '1').join();
  await run(`insert into key_usage
    select 1, 1, n, 1001 + n % 3, n * 100, ${at('n', keys)},
      case when n % 2 = 0 then ${at(`${keys}`, keys)} else ${at('n', keys)} end, ${counters}
    from generate_series(1::bigint, ${keys}) n`);
  await run(`insert into daily_usage
    select 1, 1, 1001 + n % 3, ${FIRST_BUCKET / 48} + n / 3, n * 100, 9, 8, 1, 7, 6, 5
    from generate_series(1, ${keys}) n`);
  await run(`insert into daily_country_usage
    select 1, 1, 1001 + n % 3, ${FIRST_BUCKET / 48} + n / 3 / 20, chr(65 + n / 3 % 20) || 'E', n * 100, 9, 8, 1
    from generate_series(1, ${keys}) n`);
  await run(`insert into analytics_account values (1, ${buckets})
    on conflict (account_id) do update set settled_to = excluded.settled_to`);
  await run('delete from analytics_projection where account_id = 1');
  await run(`insert into analytics_projection (account_id, projection, generation, active, last_id, last_time)
    select 1, p, 1, true, ${buckets}, 0 from unnest('{buckets,devices,keys,daily,countries,seats}'::text[]) p`);
  await run(`update log_head set last_id = ${buckets}, last_device_no = ${MACHINES}, last_license_id = ${licenses},
      last_product_id = 1003 where account_id = 1`);
  await run('commit');
  await run('vacuum analyze');
};
