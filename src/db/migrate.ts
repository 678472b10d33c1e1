import type { ClientBase } from 'pg';
import { type AppRole, ensureAppRole, grantToAppRole } from './appRole.js';
import { DatabaseError, errorCode, errorText } from './databaseError.js';
import { distributeTables, expectSchemaChanges, requireDurableNodes } from './distribute.js';
import { MIGRATIONS_DIRECTORY, type Migration, readMigrations } from './migrationFiles.js';
import { splitSql } from './splitSql.js';
import { findTier, type Tier } from './tiers.js';

/** The exclusive advisory lock (one per database) under which the schema is read and changed. */
export const MIGRATION_LOCK = [1801812324, 2] as const;

/** A migration is one transaction; a file that ends it early could be applied by half. */
const TRANSACTION_CONTROL =
  /^(?:begin|start\s+transaction|commit|end|rollback|abort|savepoint|release|prepare\s+transaction)\b/i;

export interface MigrateOptions {
  /** Default: the migrations that ship with this program. */
  readonly migrationsDir?: string | undefined;
  /** Tables in which the server may only select and insert. Each must exist once the migrations are applied. */
  readonly appendOnlyTables: readonly string[];
  /** Whether the database is the program's own. Default: it is not. */
  readonly isEmbedded?: boolean;
}

export interface MigrateResult {
  /** The version of the schema now; 0 when there are no migrations at all. */
  readonly version: number;
  /** The versions this call applied. */
  readonly applied: readonly number[];
  readonly appRole: AppRole;
  readonly tier: Tier;
}

interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * Migrates the schema of the database behind `owner` to this program's version and grants the server's role its rights.
 * Each migration is one transaction. Any number of processes may call it at once: each migration is applied once. Where the
 * database has the extension `citus`, tables that are not distributed are then, with the rows that they hold.
 *
 * @param owner a connection of its own, not in a transaction, whose login owns the schema
 * @throws DatabaseError `schema-unknown`, `schema-changed`, `migration-failed` or `not-durable`
 */
export async function migrate(owner: ClientBase, options: MigrateOptions): Promise<MigrateResult> {
  const migrations = await readMigrations(options.migrationsDir ?? MIGRATIONS_DIRECTORY);
  const applied: number[] = [];
  const tier = await findTier(owner, options.isEmbedded ?? false);
  const changingSchema = <T>(work: () => Promise<T>): Promise<T> =>
    locked(owner, async () => {
      if (tier.distributesTables) await expectSchemaChanges(owner);
      return await work();
    });
  for (;;) {
    const version = await changingSchema(() => applyNext(owner, migrations));
    if (version === undefined) break;
    applied.push(version);
  }
  if (tier.distributesTables) await changingSchema(() => distributeTables(owner));
  const appRole = await ensureAppRole(owner, tier);
  if (appRole.exists) await changingSchema(() => grantToAppRole(owner, options.appendOnlyTables));
  if (!tier.settingsReachNodes) await requireDurableNodes(owner);
  return { version: migrations.length, applied, appRole, tier };
}

/** Runs `work` in a transaction that holds the migration lock: a lock of the transaction also works behind a pooler. */
async function locked<T>(owner: ClientBase, work: () => Promise<T>): Promise<T> {
  await owner.query('begin');
  try {
    await owner.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK.join()})`);
    const result = await work();
    await owner.query('commit');
    return result;
  } catch (error) {
    // The first error is the one to report; a broken connection cannot roll back and need not.
    await owner.query('rollback').catch(() => {});
    throw error;
  }
}

async function applyNext(owner: ClientBase, migrations: readonly Migration[]): Promise<number | undefined> {
  const applied = await readApplied(owner);
  checkApplied(applied, migrations);
  const next = migrations[applied.length];
  if (next === undefined) return undefined;
  await apply(owner, next);
  return next.version;
}

async function readApplied(owner: ClientBase): Promise<AppliedMigration[]> {
  // Looked up before it is created: where all is applied already, the login needs no right to create tables.
  const { rows: found } = await owner.query<{ exists: boolean }>(
    `select to_regclass(format('%I.schema_migration', current_schema())) is not null as exists`,
  );
  if (found[0]?.exists !== true) {
    try {
      await owner.query(
        'create table schema_migration (version int primary key, name text not null, checksum text not null, applied_at bigint not null)',
      );
    } catch (error) {
      throw new DatabaseError('migration-failed', `the database login may not create tables: ${errorText(error)}`);
    }
    return [];
  }
  const { rows } = await owner.query<AppliedMigration>(
    'select version, name, checksum from schema_migration order by version',
  );
  return rows;
}

function checkApplied(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  for (const [index, { version, name, checksum }] of applied.entries()) {
    const known = migrations[index];
    if (known === undefined) {
      throw new DatabaseError(
        'schema-unknown',
        `the database has schema version ${applied.at(-1)?.version} (${applied.at(-1)?.name}), this program knows versions up to ${migrations.length}: it was used by a newer Keyledger; start that one`,
      );
    }
    if (version !== known.version || name !== known.name) {
      throw new DatabaseError(
        'schema-unknown',
        `the database has migration ${version} (${name}) where this program has ${known.version} (${known.name}): it was not created by this program`,
      );
    }
    if (checksum !== known.checksum) {
      throw new DatabaseError(
        'schema-changed',
        `migration ${version} (${name}) has been changed since it was applied to this database: applied migrations are never edited, add a new one`,
      );
    }
  }
}

async function apply(owner: ClientBase, migration: Migration): Promise<void> {
  const file = `${String(migration.version).padStart(4, '0')}_${migration.name}.sql`;
  for (const statement of splitSql(migration.sql)) {
    if (TRANSACTION_CONTROL.test(statement)) throw new Error(`${file}: a migration may not control its transaction`);
    try {
      await owner.query(statement);
    } catch (error) {
      const code = errorCode(error) ?? 'no code';
      throw new DatabaseError(
        'migration-failed',
        `migration ${file} failed and was undone: ${errorText(error)} (${code}) in: ${statement.slice(0, 200)}`,
        { cause: error },
      );
    }
  }
  await owner.query(
    `insert into schema_migration (version, name, checksum, applied_at)
     values ($1, $2, $3, (extract(epoch from clock_timestamp()) * 1000)::bigint)`,
    [migration.version, migration.name, migration.checksum],
  );
}
