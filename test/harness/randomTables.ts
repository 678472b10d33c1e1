import fc from 'fast-check';
import type { Client } from 'pg';

/** Rows of every table with whatever its columns can hold, sense or not. */

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** What COPY's text format must escape, or could take for something else. */
const AWKWARD = [
  '',
  '\\N',
  '\\.',
  '\\',
  '\t',
  '\n',
  '\r\n',
  '\\n',
  'NULL',
  '"',
  ',',
  '{}',
  '\\x00',
  '\u0001',
  '\u007f',
];

const texts = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ unit: fc.constantFrom(...AWKWARD, 'a', 'ß', '😀', '\u2028', '\b', '\f', '\v'), maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', '')),
);

const integers = (bits: bigint): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.bigInt({ min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }),
      fc.constantFrom(0n, -(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n),
    )
    .map(String);

const arrays = (items: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(fc.oneof(items, fc.constant('NULL')), { maxLength: 4 }).map((list) => `{${list.join()}}`);

/** Values as PostgreSQL reads them from text. */
const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  smallint: integers(16n),
  integer: integers(32n),
  bigint: integers(64n),
  text: texts,
  boolean: fc.constantFrom('t', 'f'),
  bytea: fc.uint8Array({ maxLength: 40 }).map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`),
  jsonb: fc.json({ stringUnit: fc.constantFrom('a', '\\', '\n', '"', 'ß', '😀') }),
  'boolean[]': arrays(fc.constantFrom('t', 'f')),
  'bigint[]': arrays(integers(64n)),
};

const columnsOf = async (client: Client): Promise<readonly Column[]> => {
  const { rows } = await client.query<Column>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attgenerated = ''
     order by c.relname, a.attnum`,
  );
  return rows;
};

const anyValue = ({ table, name, type, nullable }: Column): fc.Arbitrary<string | null> => {
  const values = VALUES[type];
  if (values === undefined) throw new Error(`no values of type ${type}, for ${table}.${name}`);
  // A day is counted from seconds, and must fit an integer.
  if (name === 'last_seen') return integers(32n);
  // Indexes count blocks of ids.
  if (name === 'id' && type === 'bigint') return integers(43n);
  return nullable ? fc.option(values) : values;
};

/** What the log has is said apart: its ids and heads must fit each other. */
const NOT_RANDOM = ['schema_migration', 'web_api_log', 'log_head', 'event_head'];

/** Some rows for each table, by its name; a column's value stands under its name. */
export const randomTables = async (
  client: Client,
): Promise<fc.Arbitrary<Readonly<Record<string, readonly Readonly<Record<string, string | null>>[]>>>> => {
  const columns = (await columnsOf(client)).filter(({ table }) => !NOT_RANDOM.includes(table));
  const tables = [...new Set(columns.map(({ table }) => table))];
  const rowOf = (wanted: string) =>
    fc.record(
      Object.fromEntries(
        columns.filter(({ table }) => table === wanted).map((column) => [column.name, anyValue(column)]),
      ),
    );
  return fc.record(Object.fromEntries(tables.map((table) => [table, fc.array(rowOf(table), { maxLength: 5 })])));
};

/** Puts rows in place; those that would break a key are left out. */
export const putTables = async (
  client: Client,
  tables: Readonly<Record<string, readonly Readonly<Record<string, string | null>>[]>>,
): Promise<void> => {
  for (const [table, rows] of Object.entries(tables)) {
    for (const row of rows) {
      const names = Object.keys(row);
      await client.query(
        `insert into ${table} (${names.join()}) values (${names.map((_, index) => `$${index + 1}`).join()})
         on conflict do nothing`,
        Object.values(row),
      );
    }
  }
};

/** A log without a gap, whose rows have these details. */
export const putLog = async (client: Client, accountId: number, details: readonly string[]): Promise<void> => {
  await client.query('insert into log_head (account_id, last_id) values ($1, $2)', [accountId, details.length]);
  await client.query('insert into event_head (account_id) values ($1)', [accountId]);
  await client.query(
    `insert into web_api_log (account_id, id, time, subject_no, device_no, address_no, state, method, detail)
     select $1, n, n, 1, 2147483647, -1, 2011, 1, detail from unnest($2::text[]) with ordinality d(detail, n)`,
    [accountId, details],
  );
};

export const logDetails = fc.array(texts, { maxLength: 40 });
