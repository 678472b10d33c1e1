import type { CustomerId, LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { Machine } from '../../domain/entities/licensing.js';
import { ACCOUNT_AND, OF_ACCOUNT } from '../rowsOfAccount.js';
import { prepared } from '../statement.js';

/** The import of a history into an account's log, running or finished. */

export interface LogImportRow {
  readonly claim: string;
  readonly row_count: number;
  readonly digest: Uint8Array;
}

export const readLogImport = prepared<LogImportRow, [accountId: number]>(
  'read_log_import',
  'select claim, row_count, digest from log_import where account_id = $1',
);

export const claimLogImport = prepared<never, [accountId: number, claim: string, digestOfNothing: Uint8Array]>(
  'claim_log_import',
  `insert into log_import (account_id, claim, row_count, digest) values ($1, $2, 0, $3)
   on conflict (account_id) do update set claim = excluded.claim`,
);

export const moveLogImport = prepared<never, [accountId: number, rowCount: number, digest: Uint8Array]>(
  'move_log_import',
  'update log_import set row_count = $2, digest = $3 where account_id = $1',
);

/** Rows of a block of `log_source`. */
export const SOURCE_BLOCK_ROWS = 1_000;

/** The source ids of consecutive imported log rows. */
export interface LogSourceBlock {
  readonly firstId: number;
  readonly sourceIds: readonly number[];
}

/** How much each id is greater than the one before, as PostgreSQL writes an array. */
const stepsOf = ({ sourceIds }: LogSourceBlock): string =>
  `{${sourceIds.slice(1).map((id, index) => id - (sourceIds[index] ?? 0))}}`;

export const addLogSources = prepared<never, [accountId: number, blocks: readonly LogSourceBlock[]]>(
  'add_log_sources',
  `insert into log_source (account_id, first_id, source_id, steps)
   select h.account_id, r.first_id, r.source_id, r.steps::bigint[]
   from ${ACCOUNT_AND} unnest($2::bigint[], $3::bigint[], $4::text[]) as r(first_id, source_id, steps) ${OF_ACCOUNT}`,
  (accountId, blocks) => [
    accountId,
    blocks.map(({ firstId }) => firstId),
    blocks.map(({ sourceIds }) => sourceIds[0] ?? 0),
    blocks.map(stepsOf),
  ],
);

/** The source id of an imported log row; no row when it was not imported. */
export const logSourceOf = prepared<{ readonly source_id: number }, [accountId: number, id: number]>(
  'log_source_of',
  `select b.source_id + coalesce((select sum(s)::bigint from unnest(b.steps[1:($2 - b.first_id)::int]) as s), 0) as source_id
   from (
     select first_id, source_id, steps from log_source
     where account_id = $1 and first_id <= $2 order by first_id desc limit 1) b
   where $2 <= b.first_id + cardinality(b.steps)`,
);

export interface HistoryLicenseRow {
  readonly product_id: ProductId;
  readonly key: string;
  readonly global_id: LicenseId;
  readonly customer_id: CustomerId;
  readonly seat_limit: number;
}

/** The licenses of product ids and key strings, with the terms that log rows carry. */
export const findHistoryLicenses = prepared<
  HistoryLicenseRow,
  [accountId: number, licenses: readonly { readonly productId: ProductId; readonly key: string }[]]
>(
  'find_history_licenses',
  `select l.product_id, l.key, l.global_id, coalesce(l.customer_id, 0) as customer_id,
     l.max_no_of_machines as seat_limit
   from unnest($2::int[], $3::text[]) as w(product_id, key)
   join license l on l.account_id = $1 and l.product_id = w.product_id and l.key = w.key and l.deleted_at is null`,
  (accountId, licenses) => [accountId, licenses.map(({ productId }) => productId), licenses.map(({ key }) => key)],
);

export const findHistoryProducts = prepared<
  { readonly product_id: ProductId },
  [accountId: number, productIds: readonly ProductId[]]
>('find_history_products', 'select product_id from product where account_id = $1 and product_id = any($2::int[])');

export interface SeatedMachineRow {
  readonly license_id: LicenseId;
  readonly floating: boolean;
  readonly machine_code: string;
  readonly time: number;
  readonly floating_expires: number | null;
}

/** Machines in order of license, kind and code, after one of them. */
export const pageOfMachines = prepared<
  SeatedMachineRow,
  [accountId: number, after: Pick<Machine, 'licenseId' | 'floating' | 'machineCode'>, limit: number]
>(
  'page_of_machines',
  `select license_id, floating, machine_code, time, floating_expires from machine
   where account_id = $1 and (license_id, floating, machine_code) > ($2, $3, $4)
   order by license_id, floating, machine_code limit $5`,
  (accountId, { licenseId, floating, machineCode }, limit) => [accountId, licenseId, floating, machineCode, limit],
);
