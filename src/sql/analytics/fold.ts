import { UNREQUESTED } from '../../domain/log/stateLists.js';
import { noneOf } from '../oneOf.js';
import { prepared, type Statement } from '../statement.js';

/**
 * Common parts of the folds. A fold is one statement over the rows `$3 < id <= $4` of account `$1` into generation `$2`:
 * it groups them, and adds each group to the existing row. In the order of the primary key, so that two folds never
 * deadlock.
 */

export type FoldValues = readonly [accountId: number, generation: number, after: number, upTo: number];

/**
 * The rows `$3 < id <= $4` of the log. `offset 0` keeps the planner from taking any other way to them than by their ids:
 * without statistics on an account that has just been imported, it would walk the whole log by subject for each window.
 */
const LOG = '(select * from web_api_log where account_id = $1 and id > $3 and id <= $4 offset 0) l';

/** Log rows with their subjects, including imported rows. */
export const SUBJECTS_OF_WINDOW = `${LOG} join log_subject s on s.account_id = $1 and s.subject_no = l.subject_no`;

const DEVICES = 'left join log_device d on d.account_id = $1 and d.device_no = l.device_no';

/** As SUBJECTS_OF_WINDOW, with the device that the row names: `d.machine_no` is null or 0 where there is no machine code. */
export const DEVICES_OF_WINDOW = `${SUBJECTS_OF_WINDOW} ${DEVICES}`;

/** Rows without a request count in seats only. */
export const IS_REQUEST = noneOf('l.state', UNREQUESTED);

/** The log rows of the window with their subjects. */
export const WINDOW = `${SUBJECTS_OF_WINDOW} where ${IS_REQUEST}`;

/** As WINDOW, with devices. */
export const WINDOW_WITH_DEVICES = `${DEVICES_OF_WINDOW} where ${IS_REQUEST}`;

/** The third digit of a state: 1 success, 2 refusal. */
export const IS_SUCCESS = 'l.state / 10 % 10 = 1';
export const IS_FAILURE = 'l.state / 10 % 10 = 2';

export type Clear = (accountId: number, generation: number, rows: number) => Statement<{ readonly removed: number }>;

/** Removes rows of one generation from a table, in the order of its primary key (without account and generation). */
export const clearTable = (table: string, key: readonly string[]): Clear =>
  prepared(
    `clear_${table}`,
    `with removed as (
       delete from ${table} where account_id = $1 and generation = $2 and (${key.join(', ')}) in (
         select ${key.join(', ')} from ${table} where account_id = $1 and generation = $2
         order by ${key.join(', ')} limit $3)
       returning 1)
     select count(*)::int as removed from removed`,
  );
