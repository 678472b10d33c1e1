import type { Client } from 'pg';

/** Logs to measure usage analytics with: three months of a vendor with some thousand keys, one of which has a third of the machines. */

const KEYS = 3_000;
const MACHINES = 12_000;
const ADDRESSES = 8_000;

/** 2026-01-01. */
const BEGIN_MS = 1_767_225_600_000;
const LENGTH_MS = 7_776_000_000;

/** The machines of a session send twelve requests in two hours. */
const SLOTS = LENGTH_MS / 7_200_000;
const SESSION_ROWS = 12;

/**
 * - `sparse`: each machine asks once in some hours, so that nearly every log row begins a half hour of its own
 * - `sessions`: a machine that runs asks every ten minutes, as one that renews a lease does
 */
export type LogShape = 'sparse' | 'sessions';

/** Which machine sends row n, and the how-manyth request of its session that is. */
const senders = (shape: LogShape, rows: number): string => {
  if (shape === 'sparse') return `select n, 0 as round, (n * 7919) % ${MACHINES} as m from n`;
  const running = Math.max(1, Math.round(rows / SLOTS / SESSION_ROWS));
  const slot = `(n / ${running * SESSION_ROWS})`;
  return `select n, n % ${running * SESSION_ROWS} / ${running} as round,
    ((${slot} * ${running} + n % ${running}) * 7919) % ${MACHINES} as m from n`;
};

/** Fills the log of account 1, which must be empty, by SQL: some 20 s a million rows. */
export const fillUsageLog = async (client: Client, shape: LogShape, rows: number): Promise<void> => {
  await client.query('begin');
  // Four machines in ten have leases; so have their keys.
  await client.query(
    `insert into log_subject select 1, n, 1 + n % 5, n, n % 700, 5, 0, case when n % 10 < 4 then 1200 else 0 end
     from generate_series(1, ${KEYS}) n`,
  );
  await client.query(
    `insert into log_device select 1, n, 'machine ' || n, '', 'MACHINE ' || n, '', n
     from generate_series(1, ${MACHINES}) n`,
  );
  await client.query(
    `insert into log_address select 1, n, 24300, 'a' || n, (array['SE','DE','US','FR',''])[1 + n % 5]
     from generate_series(1, ${ADDRESSES}) n`,
  );
  await client.query(
    `insert into license (account_id, global_id, product_id, id, key, created, expires, period, features, block,
       trial_activation, max_no_of_machines, reseller_id, optional_field)
     select 1, n, 1 + n % 5, n, 'K' || n, 0, 0, 0, array[false], false, false, 5, 0, 0
     from generate_series(1, ${KEYS}) n`,
  );
  await client.query(
    `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
     select 1, 1 + m, n, ${BEGIN_MS} + n * ${LENGTH_MS} / ${rows}, subject_no, 1 + n % ${ADDRESSES},
       case
         when subject_no % 10 < 4 then case
           when round = ${SESSION_ROWS - 1} or dice in (50, 51, 52) then 6011
           when dice < 50 then 2014 when dice < 52 then 2015 when dice < 61 then 8014 when dice < 63 then 2024
           else 2020 end
         when dice < 42 then 2011 when dice < 45 then 2012 when dice < 48 then 6010 when dice < 59 then 8014
         when dice < 62 then 2022 else 2020 end,
       1
     from (
       select n, round, m, case when m % 3 = 0 then 1 else 2 + m % ${KEYS - 1} end as subject_no,
         (hashint8(n) & 63) as dice
       from (with n as (select generate_series(1, ${rows})::bigint as n) ${senders(shape, rows)}) s) r
     order by n`,
  );
  await client.query(
    `update log_head set last_id = ${rows}, last_time = ${BEGIN_MS + LENGTH_MS}, last_subject_no = ${KEYS},
       last_device_no = ${MACHINES}, last_address_no = ${ADDRESSES}, last_license_id = ${KEYS} where account_id = 1`,
  );
  await client.query('commit');
};
