import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { type BroughtHistory, bringDemoHistory } from '../../src/cli/demo/history/bringDemoHistory.js';
import { type Session, withDatabase } from '../../src/cli/shell/session.js';
import { settle } from '../../src/cli/shell/settle.js';
import { readConfig } from '../../src/config.js';
import type { Role } from '../../src/domain/entities/roles.js';
import { secretIn } from '../../src/engine/administration/people.js';
import { startServer } from '../../src/main.js';
import { createLog } from '../../src/telemetry/log.js';
import { createUser } from './administer.js';
import { createTestDatabase, serverForTests } from './database.js';
import { PASSWORD, sendJson } from './people.js';

/** The advisory lock (in the `postgres` database) under which data for a dashboard is made and copied. */
const DATA_LOCK = '1801812324, 5';

/** The history ends at the moment when it was made: data that is older than this is made again. */
const FRESH_MS = 30 * 60_000;

const PEOPLE: readonly Role[] = ['owner', 'support', 'analyst'];

export const emailOf = (role: Role): string => `${role}@example.com`;

/** A database with an account, a person of each role, and the demo's history or nothing. */
export interface DashboardData {
  /** The database owner's URL. */
  readonly url: string;
  /** undefined: the account is empty. */
  readonly history: BroughtHistory | undefined;
  drop(): Promise<void>;
}

/** What the comment on a template says. */
interface Made {
  /** The test run that made it: another one may have been built from other sources. */
  readonly run: number;
  readonly at: number;
  readonly history?: BroughtHistory | undefined;
}

/**
 * The history takes ten seconds to import and fold. The first file of a run makes it, in a template database; each file
 * gets a copy. `full`: the demo's sixty days, folded into usage analytics.
 */
export const createDashboardData = async ({ full }: { readonly full: boolean }): Promise<DashboardData> => {
  const serverUrl = await serverForTests();
  const template = `keyledger_dashboard_${full ? 'full' : 'empty'}`;
  const name = `keyledger_test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${DATA_LOCK})`);
    const { history } = (await madeAlready(client, template)) ?? (await make(client, template, full));
    // Copying files needs checkpoints, which are free only where fsync is off.
    const strategy = process.env.DATABASE_URL_TEST === undefined ? 'strategy file_copy' : '';
    await client.query(`create database ${name} template ${template} ${strategy}`);
    return { url: urlOf(serverUrl, name), history, drop: () => dropDatabase(serverUrl, name) };
  } finally {
    await client.end();
  }
};

/** undefined: there is no such template, or it is another run's or too old. */
const madeAlready = async (client: Client, template: string): Promise<Made | undefined> => {
  const { rows } = await client.query<{ readonly comment: string | null }>(
    `select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1`,
    [template],
  );
  const made = JSON.parse(rows[0]?.comment ?? 'null') as Made | null;
  if (made === null || made.run !== process.ppid || made.at < Date.now() - FRESH_MS) return undefined;
  return made;
};

const make = async (client: Client, template: string, full: boolean): Promise<Made> => {
  const at = Date.now();
  const database = await createTestDatabase();
  await database.database.stop();
  const history = await fill(database.url, full);
  const made: Made = { run: process.ppid, at, history };
  await client.query(`drop database if exists ${template} with (force)`);
  const { pathname } = new URL(database.url);
  await client.query(`alter database ${escapeIdentifier(pathname.slice(1))} rename to ${template}`);
  await client.query(`comment on database ${template} is ${escapeLiteral(JSON.stringify(made))}`);
  return made;
};

/** Creates the people, and imports the history where it is wanted. */
const fill = async (databaseUrl: string, full: boolean): Promise<BroughtHistory | undefined> => {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-dashboard-'));
  const config = { ...readConfig({ host: '127.0.0.1', port: '0', data: directory }, {}), databaseUrl };
  const server = await startServer(config, createLog('error'));
  try {
    return await withDatabase(config, async (session) => {
      for (const role of PEOPLE) await createPerson(session, server.url, role);
      if (!full) return undefined;
      const history = await bringDemoHistory(session, 1, directory);
      await settle(session, 1);
      return history;
    });
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
};

const createPerson = async ({ engine }: Session, url: string, role: Role): Promise<void> => {
  const { link } = await createUser(engine, 1, { email: emailOf(role), name: `The ${role}`, role });
  const { status } = await sendJson(`${url}/session/password`, 'POST', { link: secretIn(link), password: PASSWORD });
  assert.equal(status, 200);
};

const urlOf = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const dropDatabase = async (serverUrl: string, name: string): Promise<void> => {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`drop database if exists ${name} with (force)`);
  await client.end();
};
