import type { ClientBase } from 'pg';
import { DatabaseError } from './databaseError.js';

/**
 * Tables that do not begin their primary key with the account, each with what becomes of it on Citus. A table that is in
 * neither group would be on the coordinator alone, so migrations end with an error then.
 * - `reference`: a copy on every node, for what is small, hardly ever written and read everywhere.
 * - `distributed`: by the first column of its primary key, for what must be unique over all accounts.
 */
export const TABLES_OVER_ACCOUNTS: Readonly<Record<string, 'reference' | 'distributed'>> = {
  // A server may be connected to any node, and looks at the version of the schema first.
  schema_migration: 'reference',
  // Who signs in says an e-mail address and not yet an account.
  user_email: 'distributed',
};

/** The table whose shards all others lie beside. */
const ANCHOR = 'account';

const ACCOUNT_COLUMN = 'account_id';

interface LocalTable {
  readonly name: string;
  /** The first column of its primary key; null: it has none. */
  readonly key: string | null;
}

/** What becomes of a table on Citus; undefined: that has not been said. */
export const placeOf = ({ name, key }: LocalTable): 'account' | 'reference' | 'distributed' | undefined =>
  key === ACCOUNT_COLUMN ? 'account' : key === null ? undefined : TABLES_OVER_ACCOUNTS[name];

/**
 * Before statements that change the schema, first in their transaction: what goes to the shards goes one after the other,
 * for a transaction that has worked on shards side by side may not change another table that lies beside them.
 */
export async function expectSchemaChanges(owner: ClientBase): Promise<void> {
  await owner.query("set local citus.multi_shard_modify_mode = 'sequential'");
}

/**
 * Distributes the tables of the current schema that are not yet: those of accounts by account and beside one another, so
 * that all of an account lies on one node, the others as TABLES_OVER_ACCOUNTS says. Rows that they hold move along. In a
 * transaction of its caller; `expectSchemaChanges` comes before.
 *
 * @returns the names of the tables that were distributed now
 * @throws Error when it is not known what becomes of a table
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
  // What another program has distributed in this database is none of the anchor's business.
  const beside = place === 'account' && name !== ANCHOR ? ANCHOR : 'none';
  await owner.query(
    "select create_distributed_table(format('%I', $1::text)::regclass, $2::text, colocate_with => $3::text)",
    [name, key, beside],
  );
}

/**
 * The settings of our own connection do not reach the other nodes, which commit as theirs say.
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
