import { Client } from 'pg';
import type { TestServer } from './server.js';

export interface SeededDays {
  /** Days since 1970, later than all that the log has. */
  readonly first: number;
  readonly days: number;
  /** As many products as this used each day. */
  readonly products: number;
  /** From as many countries as this each day of the later half: one request each, AA to TT. */
  readonly countries: number;
  /** From this country alone on each day of the earlier half: a million requests. */
  readonly earlier: string;
}

/** Puts days of usage analytics of account 1 in place without a log row, by SQL as the database's owner. */
export const seedDays = async (
  { databaseUrl }: Pick<TestServer, 'databaseUrl'>,
  { first, days, products, countries, earlier }: SeededDays,
): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into daily_usage (account_id, generation, product_id, day, id, total_requests, successful, failed,
         active_devices, active_keys, active_customers)
       select 1, a.generation, product, $1 + day, 1000000000 + day * 100000 + product, 1, 1, 0, 1, 1, 1
       from analytics_projection a, generate_series(0, $2 - 1) day, generate_series(1, $3) product
       where a.account_id = 1 and a.projection = 'daily' and a.active`,
      [first, days, products],
    );
    await client.query(
      `insert into daily_country_usage (account_id, generation, product_id, day, country, id, total_requests,
         successful, failed)
       select 1, a.generation, 1, $1 + day,
         case when day < $2 / 2 then $4 else chr(65 + n / 20) || chr(65 + n % 20) end,
         1000000000 + day * 100000 + n, case when day < $2 / 2 then 1000000 else 1 end, 0, 0
       from analytics_projection a, generate_series(0, $2 - 1) day, generate_series(0, $3 - 1) n
       where a.account_id = 1 and a.projection = 'countries' and a.active and (n = 0 or day >= $2 / 2)`,
      [first, days, countries, earlier],
    );
    await client.query('analyze daily_usage, daily_country_usage');
  } finally {
    await client.end();
  }
};
