import type { BenchCase } from '../harness/benchCase.js';
import { grownLog } from '../harness/longLog.js';

const sizeAt = (name: string, rows: number): BenchCase => ({
  name,
  fast: false,
  title: `bytes per log row, indexes and side tables included, grown by inserts, ${rows / 1_000_000} M rows`,
  against: 'one row',
  target: { most: 160 },
  measure: async () => {
    const rig = await grownLog(rows);
    const { rows: sizes } = await rig.database.readers.query<{ bytes: number }>(
      `select sum(pg_total_relation_size(name::regclass))::bigint as bytes
       from unnest(array['web_api_log', 'log_subject', 'log_device', 'log_address']) name`,
    );
    const bytes = sizes[0]?.bytes ?? 0;
    const ratio = { median: bytes / rows, least: bytes / rows, most: bytes / rows };
    return [{ part: '', unit: 'bytes and rows', ratio: { ...ratio, numerator: bytes, denominator: rows } }];
  },
});

export const logSize = sizeAt('size', 1_000_000);
export const logSizeLong = sizeAt('size-20m', 20_000_000);
