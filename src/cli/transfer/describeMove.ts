import type { ExportManifest } from '../../engine/transfer/exportManifest.js';

const MB = 1_000_000;

/** The moved data, as numbers and as text. */
export const describeMove = ({
  accounts,
  tables,
  takenAt,
  schema,
}: ExportManifest): { readonly summary: object; readonly text: string } => {
  const rows = tables.reduce((total, table) => total + table.rows, 0);
  const bytes = tables.reduce((total, table) => total + table.bytes, 0);
  const logRows = accounts.reduce((total, { lastLogId }) => total + lastLogId, 0);
  return {
    summary: {
      accounts: accounts.length,
      logRows,
      tables: tables.length,
      rows,
      bytes,
      takenAt,
      schemaVersion: schema.version,
    },
    text: `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'} with ${logRows} log rows, ${rows} rows in ${tables.length} tables and ${(bytes / MB).toFixed(1)} MB,`,
  };
};
