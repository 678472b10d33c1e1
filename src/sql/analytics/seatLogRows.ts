import type { LicenseId, MachineNo, ProductId } from '../../domain/entities/ids.js';
import { DELETIONS, SEAT_CHANGES } from '../../domain/log/stateLists.js';
import { planned, type Statement } from '../statement.js';

export interface SeatLogRow {
  readonly id: number;
  readonly time: number;
  readonly state: number;
  readonly method: number;
  readonly license_id: LicenseId;
  readonly product_id: ProductId;
  readonly floating_interval: number;
  readonly device_no: number;
  readonly machine_no: MachineNo;
  readonly machine_code: string;
}

/** The rows with `after < id <= upTo` that concern a license's seats, in order of id. */
export const seatLogRows = (accountId: number, after: number, upTo: number): Statement<SeatLogRow> =>
  planned(
    `select l.id, l.time, l.state, l.method, s.license_id, s.product_id, s.floating_interval, l.device_no,
       coalesce(d.machine_no, 0) as machine_no, coalesce(d.machine_code, '') as machine_code
     from (select * from web_api_log where account_id = $1 and id > $2 and id <= $3 offset 0) l
     join log_subject s on s.account_id = $1 and s.subject_no = l.subject_no and s.license_id <> 0
     left join log_device d on d.account_id = $1 and d.device_no = l.device_no
     where l.state in (${[...SEAT_CHANGES, ...DELETIONS].join()})
     order by l.id`,
    [accountId, after, upTo],
  );
