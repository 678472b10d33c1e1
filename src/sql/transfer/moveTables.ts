import { planned, type Statement } from '../statement.js';

/**
 * Statements that export and import a whole installation: over all accounts and tables, from the shell only. Tables and
 * columns are read from the catalogue.
 */

/** A table as COPY takes it. */
export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const listed = (names: readonly string[]): string => names.map(quoted).join(', ');

const copied = ({ name, columns }: CopiedTable): string => `copy ${quoted(name)} (${listed(columns)})`;

export const copyTableOut = (table: CopiedTable): string => `${copied(table)} to stdout`;

export const copyTableIn = (table: CopiedTable): string => `${copied(table)} from stdin`;

/** Every table of the schema with its stored columns, and the planner's estimate of its rows. */
export const schemaTables = (): Statement<CopiedTable & { readonly estimate: number }> =>
  planned(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
       greatest(0, c.reltuples)::bigint as estimate
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attgenerated = ''
       and not exists (select from pg_depend e where e.objid = c.oid and e.classid = 'pg_class'::regclass and e.deptype = 'e')
     group by c.oid, c.relname, c.reltuples order by c.relname`,
    [],
  );

export interface LastMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

export const lastMigration = (): Statement<LastMigration> =>
  planned('select version, name, checksum from schema_migration order by version desc limit 1', []);

export interface AccountHeads {
  readonly account_id: number;
  readonly last_id: number;
  readonly last_object_log_id: number;
  readonly last_event_id: number;
}

/** The last ids of each account's streams. */
export const accountHeads = (): Statement<AccountHeads> =>
  planned(
    `select h.account_id, h.last_id, h.last_object_log_id, coalesce(e.last_id, 0) as last_event_id
     from log_head h left join event_head e on e.account_id = h.account_id order by h.account_id`,
    [],
  );

export interface LogExtent {
  readonly account_id: number;
  readonly rows: number;
  readonly first_id: number;
  readonly last_id: number;
}

/** Which log rows each account has. Reads the whole log, once. */
export const logExtents = (): Statement<LogExtent> =>
  planned(
    `select account_id, count(*) as rows, min(id) as first_id, max(id) as last_id from web_api_log
     group by account_id order by account_id`,
    [],
  );

/** First in a transaction: all its statements see the snapshot of the next one. */
export const seeOneMoment = (): Statement => planned('set transaction isolation level repeatable read', []);

/**
 * For this transaction: no statement is too slow, every table is read from its beginning, and bytes are written as every
 * version reads them.
 */
export const settingsForMove = (): Statement<{ readonly name: string }> =>
  planned(
    `select s.name, set_config(s.name, n.value, true) as value
     from (values ('statement_timeout', '0'), ('lock_timeout', '0'), ('transaction_timeout', '0'),
         ('idle_in_transaction_session_timeout', '0'), ('synchronize_seqscans', 'off'), ('bytea_output', 'hex')) n(name, value)
     join pg_settings s on s.name = n.name`,
    [],
  );

/** Until the transaction ends the definition of these tables cannot change. */
export const keepTables = (names: readonly string[]): Statement =>
  planned(`lock table ${listed(names)} in access share mode`, []);

/** Until the transaction ends no batch begins: each takes its account's head first. */
export const holdHeads = (): Statement => planned('lock table log_head, event_head in share mode', []);

/** Until the transaction ends no process starts on this database, and none reads an account or begins a batch. */
export const holdInstallation = (): Statement =>
  planned('lock table account, log_head, event_head in access exclusive mode', []);

export const holdMigrations = ([space, key]: readonly [number, number]): Statement<{ readonly held: string }> =>
  planned('select pg_advisory_xact_lock($1::int, $2::int)::text as held', [space, key]);

/** Otherwise pg_stat_activity stays cached until the transaction ends. */
export const forgetActivity = (): Statement<{ readonly forgotten: string }> =>
  planned('select pg_stat_clear_snapshot()::text as forgotten', []);

export interface OtherSessions {
  /** Sessions of this program on the database, without this one. */
  readonly sessions: number;
  /** Processes that use the embedded PostgreSQL, this one among them. */
  readonly processes: number;
}

export const otherSessions = (application: string, presence: string): Statement<OtherSessions> =>
  planned(
    `select count(*) filter (where application_name = $1 and datname = current_database() and pid <> pg_backend_pid())
         as sessions,
       count(*) filter (where application_name = $2) as processes
     from pg_stat_activity`,
    [application, presence],
  );

/** As `otherSessions`, on every node of a Citus cluster. */
export const otherSessionsOnNodes = (application: string): Statement<OtherSessions> =>
  planned(
    `select count(*) filter (where application_name = $1 and datname = current_database()
           and global_pid is distinct from citus_backend_gpid()) as sessions,
       0 as processes
     from citus_stat_activity`,
    [application],
  );

/** Whether a table holds anything. */
export const anyRow = (table: string): Statement<{ readonly found: number }> =>
  planned(`select 1 as found from ${quoted(table)} limit 1`, []);

export const someAccounts = (): Statement<{ readonly account_id: number }> =>
  planned('select account_id from account order by account_id limit 2', []);

export const removeRows = (table: string): Statement => planned(`delete from ${quoted(table)}`, []);

/** For this transaction: the rights of the login, who owns the tables. */
export const asLogin = (): Statement => planned('set local role none', []);

/** Updates the planner's statistics of a table, effective with the commit. */
export const analyzeTable = (table: string): Statement => planned(`analyze ${quoted(table)}`, []);
