import type { State } from '../../src/domain/log/states.js';
import { prepared } from '../../src/sql/statement.js';
import type { TestServer } from './server.js';

/** A log row with its side tables, as a test reads it. */
export interface LogRow {
  readonly id: number;
  readonly time: number;
  readonly state: State;
  readonly method: number;
  readonly detail: string;
  readonly productId: number;
  readonly licenseId: number;
  readonly customerId: number;
  readonly seatLimit: number;
  readonly tokenId: number;
  readonly floatingInterval: number;
  readonly machineCode: string | null;
  readonly friendlyName: string | null;
  readonly address: string;
}

const selectRows = prepared<LogRow, [accountId: number, after: number]>(
  'test_log_rows',
  `select l.id, l.time, l.state, l.method, l.detail, s.product_id as "productId", s.license_id as "licenseId",
     s.customer_id as "customerId", s.seat_limit as "seatLimit", s.token_id as "tokenId", s.floating_interval as "floatingInterval",
     d.machine_code as "machineCode", d.friendly_name as "friendlyName", a.address
   from web_api_log l
   join log_subject s on s.account_id = l.account_id and s.subject_no = l.subject_no
   left join log_device d on d.account_id = l.account_id and d.device_no = l.device_no
   left join log_address a on a.account_id = l.account_id and a.address_no = l.address_no
   where l.account_id = $1 and l.id > $2 order by l.id`,
);

/** Account 1's log rows with an id above `after`, ascending. */
export const logRows = (server: TestServer, after = 0): Promise<readonly LogRow[]> =>
  server.readers.run(selectRows(1, after));

const selectLastId = prepared<{ last: number }, [accountId: number]>(
  'test_last_log_id',
  'select coalesce(max(id), 0) as last from web_api_log where account_id = $1',
);

/** Runs `work` and returns what it returned with the log rows that it left. */
export const logOf = async <T>(
  server: TestServer,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly rows: readonly LogRow[] }> => {
  const [head] = await server.readers.run(selectLastId(1));
  const result = await work();
  return { result, rows: await logRows(server, head?.last ?? 0) };
};
