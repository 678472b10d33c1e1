import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import { BUILT_STATEMENTS } from '../harness/builtStatements.js';
import { CITUS_URL, createTestDatabase, type TestDatabase } from '../harness/database.js';
import { allDeclaredStatements, OVER_ACCOUNTS } from '../harness/statements.js';

/** Statements about one account that take more than one step; none of them is part of a request. */
const IN_STEPS: readonly RegExp[] = [
  // The daily fold adds to two tables at once. Each of its steps goes to the account's shard.
  /insert into daily_seen/,
];

const skip = CITUS_URL === undefined ? 'CITUS_URL names no Citus coordinator' : false;

/** A value of each type of parameter, as text. */
const SAMPLES: Readonly<Record<string, string>> = {
  smallint: '1',
  integer: '1',
  bigint: '1',
  text: 'x',
  boolean: 'true',
  bytea: '\\x00',
  json: '[]',
  jsonb: '[]',
  'smallint[]': '{1}',
  'integer[]': '{1}',
  'bigint[]': '{1}',
  'text[]': '{x}',
  'boolean[]': '{true}',
  'bytea[]': '{"\\\\x00"}',
};

/** What Citus makes of a statement: how it goes about it, and the tasks of each step. */
interface Plan {
  readonly steps: readonly string[];
  readonly tasks: readonly number[];
}

const ONE_TASK: Plan = { steps: ['Citus Adaptive'], tasks: [1] };

/** Looks through a plan in JSON, but not into what a task does on its shard. */
const planOf = (explained: unknown): Plan => {
  const steps: string[] = [];
  const tasks: number[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, value] of Object.entries(node)) {
      if (name === 'Custom Plan Provider' && String(value).startsWith('Citus')) steps.push(String(value));
      if (name === 'Task Count') tasks.push(Number(value));
      if (name !== 'Tasks') visit(value);
    }
  };
  visit(explained);
  return { steps, tasks };
};

describe('on Citus', { skip }, () => {
  let database: TestDatabase;
  let client: Client;
  before(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  after(async () => {
    await client.end();
    await database.drop();
  });

  let prepared = 0;

  const sampleValues = async (text: string): Promise<readonly string[]> => {
    prepared += 1;
    const name = `sampled_${prepared}`;
    await client.query(`prepare ${name} as ${text}`);
    const { rows } = await client.query<{ types: string[] }>(
      'select parameter_types::text[] as types from pg_prepared_statements where name = $1',
      [name],
    );
    await client.query(`deallocate ${name}`);
    return (rows[0]?.types ?? []).map((type) => {
      const sample = SAMPLES[type];
      assert(sample !== undefined, `no sample of ${type}`);
      return sample;
    });
  };

  const explain = async (text: string, values: readonly unknown[]): Promise<Plan> => {
    const { rows } = await client.query(`explain (format json, costs off) ${text}`, [...values]);
    return planOf(rows);
  };

  const isInSteps = (text: string): boolean => IN_STEPS.some((pattern) => pattern.test(text));

  test('every declared statement about an account is one task', async () => {
    let checked = 0;
    for (const [name, text] of await allDeclaredStatements()) {
      if (name in OVER_ACCOUNTS || isInSteps(text)) continue;
      assert.deepEqual(await explain(text, await sampleValues(text)), ONE_TASK, name);
      checked += 1;
    }
    assert(checked > 100);
  });

  test('every statement that is put together from parts is one task', async () => {
    for (const [file, statements] of Object.entries(BUILT_STATEMENTS)) {
      for (const { text, values } of statements)
        assert.deepEqual(await explain(text, values), ONE_TASK, `${file}: ${text}`);
    }
  });

  test('what is named as an exception is one', async () => {
    const declared = await allDeclaredStatements();
    for (const name of Object.keys(OVER_ACCOUNTS)) {
      const text = declared.get(name);
      assert(text !== undefined, `${name} is not declared`);
      // What is found by its e-mail address is on one shard as well, but not on the account's.
      if (/\buser_email\b/.test(text)) continue;
      assert.notDeepEqual(await explain(text, await sampleValues(text)), ONE_TASK, name);
    }
  });
});
