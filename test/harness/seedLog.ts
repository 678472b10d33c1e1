import { Client } from 'pg';
import type { TestServer } from './server.js';

/** A log row to be put in place without a request. */
export interface LogRowSeed {
  readonly time: number;
  readonly state: number;
  readonly subjectNo: number;
  readonly addressNo: number;
}

export interface LogSeed {
  readonly subjects: readonly { readonly productId: number; readonly licenseId: number; readonly seatLimit?: number }[];
  readonly addresses: readonly string[];
  /** In order of time; subject and address numbers count from 1, address 0 is none. */
  readonly rows: readonly LogRowSeed[];
}

/** Fills the empty log of account 1 by SQL, as the database's owner: histories that no test could wait for. */
export const seedLog = async (server: TestServer, { subjects, addresses, rows }: LogSeed): Promise<void> => {
  await asOwner(server, async (client) => {
    await client.query(
      `insert into log_subject (account_id, subject_no, product_id, license_id, customer_id, seat_limit, token_id,
         floating_interval)
       select 1, no, product, license, 0, seats, 0, 0
       from unnest($1::int[], $2::int[], $3::int[]) with ordinality as s(product, license, seats, no)`,
      [
        subjects.map((subject) => subject.productId),
        subjects.map((subject) => subject.licenseId),
        subjects.map((subject) => subject.seatLimit ?? 0),
      ],
    );
    await client.query(
      `insert into log_address (account_id, address_no, month, address, country)
       select 1, no, 1, address, '' from unnest($1::text[]) with ordinality as a(address, no)`,
      [addresses],
    );
    await client.query(
      `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
       select 1, 0, id, time, subject, address, state, 0
       from unnest($1::bigint[], $2::int[], $3::int[], $4::smallint[]) with ordinality
         as r(time, subject, address, state, id)`,
      [
        rows.map((row) => row.time),
        rows.map((row) => row.subjectNo),
        rows.map((row) => row.addressNo),
        rows.map((row) => row.state),
      ],
    );
    await client.query(
      `update log_head set last_id = $1, last_time = $2, last_subject_no = $3, last_address_no = $4
       where account_id = 1`,
      [rows.length, rows.at(-1)?.time ?? 0, subjects.length, addresses.length],
    );
  });
};

/** Repeats the rows that are there until the log of account 1 has `count`; all of the last one's time. */
export const multiplyLog = async (server: Pick<TestServer, 'databaseUrl'>, count: number): Promise<void> => {
  await asOwner(server, async (client) => {
    await client.query(
      `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
       select 1, 0, n, h.last_time, l.subject_no, l.address_no, l.state, 0
       from log_head h, generate_series(h.last_id + 1, $1) n
       join web_api_log l on l.account_id = 1
       where h.account_id = 1 and l.id = (n - 1) % h.last_id + 1`,
      [count],
    );
    await client.query('update log_head set last_id = $1 where account_id = 1', [count]);
    await client.query('analyze');
  });
};

const asOwner = async (
  server: Pick<TestServer, 'databaseUrl'>,
  work: (client: Client) => Promise<void>,
): Promise<void> => {
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
};
