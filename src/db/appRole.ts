import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { errorCode, errorText } from './databaseError.js';
import type { Tier } from './tiers.js';

/** The role the server works under. It owns nothing and cannot log in; what it may do to a table is granted below. */
export const APP_ROLE = 'keyledger_app';

/** Tables the server only reads; only a migration writes them. */
const READ_ONLY_TABLES: readonly string[] = ['schema_migration'];

/** Tables whose rows never change but may be deleted once they are old. */
const EXPIRING_TABLES: readonly string[] = ['object_log'];

/** Roles belong to the whole server, so starts on other databases may create the same one; each attempt is short. */
const ROLE_ATTEMPTS = 20;
const ROLE_RETRY_MS = 25;

/** Errors of losing that race: the role exists by now, or its catalog row was changed concurrently. */
const ROLE_RACE_SQLSTATES: readonly string[] = ['42710', '23505', 'XX000', '40001'];

/** Whether the server can work under its own role; `warning` says to operators what is not enforced otherwise. */
export interface AppRole {
  readonly exists: boolean;
  readonly usable: boolean;
  readonly warning: string | undefined;
}

/**
 * Creates the role if the login may, and finds out whether the login can take it. Never throws for lack of rights.
 *
 * @param tier where nodes log in to one another as the role, it gets the right to log in (subject to their pg_hba.conf): it has no
 *   password
 */
export async function ensureAppRole(
  owner: ClientBase,
  { nodesLogInAsRole }: Pick<Tier, 'nodesLogInAsRole'>,
): Promise<AppRole> {
  let problem: unknown = 'the login is a member of the role and yet may not take it';
  let refusal: unknown;
  const login = nodesLogInAsRole ? 'login' : 'nologin';
  for (let attempt = 0; attempt < ROLE_ATTEMPTS; attempt += 1) {
    if (await canTakeRole(owner)) {
      refusal = nodesLogInAsRole ? await refusalOfNodes(owner) : undefined;
      if (refusal === undefined) return { exists: true, usable: true, warning: undefined };
      break;
    }
    try {
      if (!(await roleExists(owner))) await owner.query(`create role ${APP_ROLE} ${login}`);
      await owner.query(`grant ${APP_ROLE} to current_user`);
    } catch (error) {
      problem = error;
      if (!ROLE_RACE_SQLSTATES.includes(errorCode(error) ?? '')) break;
      await sleep(ROLE_RETRY_MS);
    }
  }
  const exists = await roleExists(owner);
  const usable = exists && refusal === undefined && (await canTakeRole(owner));
  const warning = `the server works with the rights of its own database login, so the database does not enforce that log rows are never changed: ${errorText(refusal ?? problem)} (let an administrator run: create role ${APP_ROLE} ${login}; grant ${APP_ROLE} to the login)`;
  return { exists, usable, warning: usable ? undefined : warning };
}

/**
 * Gives the role its rights on every table of the current schema: all of select, insert, update and delete, but only
 * select and insert on `appendOnlyTables` and their partitions. Rights that are already correct are not touched, so that twenty
 * servers starting together do not each rewrite the catalog.
 *
 * @throws Error when a table of `appendOnlyTables` does not exist: a misspelt name would protect nothing
 */
export async function grantToAppRole(owner: ClientBase, appendOnlyTables: readonly string[]): Promise<void> {
  const { rows } = await owner.query<{ table: string; root: string; granted: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as table,
            coalesce((select r.relname from pg_class r where r.oid = pg_partition_root(c.oid)), c.relname) as root,
            coalesce((select array_agg(distinct lower(a.privilege_type)) from aclexplode(c.relacl) a
                      where a.grantee = (select oid from pg_roles where rolname = $1)), '{}') as granted
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = current_schema() and c.relkind in ('r', 'p')
     order by 1`,
    [APP_ROLE],
  );
  const roots = new Set(rows.map(({ root }) => root));
  const missing = appendOnlyTables.filter((name) => !roots.has(name));
  if (missing.length > 0) throw new Error(`no such table to protect from changes: ${missing.join(', ')}`);
  await grantSchema(owner);
  for (const { table, root, granted } of rows) {
    const wanted = wantedPrivileges(root, appendOnlyTables);
    const excess = granted.filter((privilege) => !wanted.includes(privilege));
    const lacking = wanted.filter((privilege) => !granted.includes(privilege));
    if (excess.length > 0) await owner.query(`revoke ${excess.join(', ')} on ${table} from ${APP_ROLE}`);
    if (lacking.length > 0) await owner.query(`grant ${lacking.join(', ')} on ${table} to ${APP_ROLE}`);
  }
}

function wantedPrivileges(table: string, appendOnlyTables: readonly string[]): readonly string[] {
  if (READ_ONLY_TABLES.includes(table)) return ['select'];
  if (appendOnlyTables.includes(table)) return ['select', 'insert'];
  if (EXPIRING_TABLES.includes(table)) return ['select', 'insert', 'delete'];
  return ['select', 'insert', 'update', 'delete'];
}

async function grantSchema(owner: ClientBase): Promise<void> {
  const { rows } = await owner.query<{ schema: string; usable: boolean }>(
    `select quote_ident(current_schema()) as schema, has_schema_privilege($1, current_schema(), 'usage') as usable`,
    [APP_ROLE],
  );
  const [found] = rows;
  if (found?.usable === false) await owner.query(`grant usage on schema ${found.schema} to ${APP_ROLE}`);
}

async function roleExists(owner: ClientBase): Promise<boolean> {
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [APP_ROLE]);
  return rowCount === 1;
}

/** Why statements under the role do not reach the other nodes; undefined: they do. */
async function refusalOfNodes(owner: ClientBase): Promise<unknown> {
  try {
    const { rowCount } = await owner.query('select from pg_roles where rolname = $1 and rolcanlogin', [APP_ROLE]);
    if (rowCount !== 1) await owner.query(`alter role ${APP_ROLE} login`);
    await owner.query(`set role ${APP_ROLE}`);
    const { rows } = await owner.query<{ result: string }>(
      "select result from run_command_on_workers('select 1') where not success",
    );
    return rows[0] === undefined ? undefined : `other nodes do not let the role in: ${rows[0].result}`;
  } catch (error) {
    return error;
  } finally {
    await owner.query('reset role');
  }
}

async function canTakeRole(owner: ClientBase): Promise<boolean> {
  // Tried rather than looked up: PostgreSQL 15 and 16 record differently what a membership allows.
  try {
    await owner.query(`set role ${APP_ROLE}`);
  } catch {
    return false;
  }
  await owner.query('reset role');
  return true;
}
