import type { ClientBase } from 'pg';
import { DatabaseError } from './databaseError.js';

/**
 * Tables whose primary key does not begin with the account, each with its placement on Citus. A table in neither group
 * would stay on the coordinator alone, so migrations fail then.
 * - `reference`: a copy on every node, for what is small, hardly ever written and read everywhere.
 * - `distributed`: by the first column of its primary key, for what must be unique over all accounts.
 */
export const TABLES_OVER_ACCOUNTS: Readonly<Record<string, 'reference' | 'distributed'>> = {
  // A server may be connected to any node, and reads the version of the schema first.
  schema_migration: 'reference',
  // Sign-in begins with an e-mail address, before the account is known.
  user_email: 'distributed',
};

/** The table that all others are colocated with. */
const ANCHOR = 'account';

const ACCOUNT_COLUMN = 'account_id';

interface LocalTable {
  readonly name: string;
  /** The first column of its primary key; null: it has none. */
  readonly key: string | null;
}

/** The placement of a table on Citus; undefined: none is declared. */
export const placeOf = ({ name, key }: LocalTable): 'account' | 'reference' | 'distributed' | undefined =>
  key === ACCOUNT_COLUMN ? 'account' : key === null ? undefined : TABLES_OVER_ACCOUNTS[name];

/**
 * To be called first in a transaction that changes the schema. It makes Citus work on shards one after the other: after
 * working on them in parallel, a transaction may not change another table that is colocated with them.
 */
export async function expectSchemaChanges(owner: ClientBase): Promise<void> {
  await owner.query("set local citus.multi_shard_modify_mode = 'sequential'");
}

/**
 * Distributes the tables of the current schema that are not distributed yet: those of accounts by account and colocated, so
 * that all data of an account is on one node, the others as TABLES_OVER_ACCOUNTS says. Their rows are moved too. Runs in the
 * caller's transaction, after `expectSchemaChanges`.
 *
 * @returns the names of the tables that were distributed now
 * @throws Error when no placement is declared for a table
 */
export async function distributeTables(owner: ClientBase): Promise<readonly string[]> {
  const tables = await localTables(owner);
  const unknown = tables.filter((table) => placeOf(table) === undefined);
  if (unknown.length > 0) {
    throw new Error(
      `no primary key that begins with ${ACCOUNT_COLUMN}, and no word of what becomes of it on Citus: ${unknown.map(({ name }) => name).join(', ')}`,
    );
  }
  for (const table of tables) await distribute(owner, table);
  return tables.map(({ name }) => name);
}

async function distribute(owner: ClientBase, table: LocalTable): Promise<void> {
  const { name, key } = table;
  const place = placeOf(table);
  if (place === 'reference') {
    await owner.query("select create_reference_table(format('%I', $1::text)::regclass)", [name]);
    return;
  }
  // The anchor must not be colocated with tables that another program has distributed in this database.
  const beside = place === 'account' && name !== ANCHOR ? ANCHOR : 'none';
  await owner.query(
    "select create_distributed_table(format('%I', $1::text)::regclass, $2::text, colocate_with => $3::text)",
    [name, key, beside],
  );
}

/**
 * The settings of our own connection do not reach the other nodes, which commit according to their own.
 *
 * @throws DatabaseError `not-durable` when a node answers before a commit is on its disk
 */
export async function requireDurableNodes(owner: ClientBase): Promise<void> {
  const { rows } = await owner.query<{ node: string }>(
    `select format('%s:%s', nodename, nodeport) as node
     from run_command_on_workers('show synchronous_commit') where success and result = 'off'`,
  );
  if (rows.length === 0) return;
  throw new DatabaseError(
    'not-durable',
    `commits on ${rows.map(({ node }) => node).join(', ')} are not durable when they are answered: set synchronous_commit = on there`,
  );
}

/** The anchor first. */
async function localTables(owner: ClientBase): Promise<readonly LocalTable[]> {
  const { rows } = await owner.query<LocalTable>(
    `select c.relname as name, a.attname as key
     from pg_class c
     left join pg_index i on i.indrelid = c.oid and i.indisprimary
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and not exists (select from pg_dist_partition d where d.logicalrelid = c.oid)
       and not exists (select from pg_depend e where e.objid = c.oid and e.deptype = 'e')
     order by c.relname <> $1, c.relname`,
    [ANCHOR],
  );
  return rows;
}
