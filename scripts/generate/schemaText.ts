import { Client } from 'pg';
import { createTestDatabase } from '../../test/harness/database.js';

/** Reads a fresh, migrated database's catalog and writes it down as SQL to read: each migration shows here in review. */
export const schemaText = async (): Promise<string> => {
  const test = await createTestDatabase();
  const client = new Client({ connectionString: test.url });
  try {
    await client.connect();
    const tables = await client.query<TableRow>(TABLES);
    const texts: string[] = [];
    for (const table of tables.rows) texts.push(await tableText(client, table));
    return `${[NOTICE, ...texts].join('\n\n')}\n`;
  } finally {
    await client.end();
    await test.drop();
  }
};

const NOTICE =
  '-- The schema after all migrations, made by `npm run generate` from a fresh database: to read, not to run.\n' +
  '-- Columns stand in the order in which they lie in a row.';

interface TableRow {
  readonly oid: number;
  readonly name: string;
  readonly comment: string | null;
  readonly options: readonly string[] | null;
}

const TABLES = `
  select c.oid::int, c.relname as name, obj_description(c.oid) as comment, c.reloptions as options
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p')
  order by c.relname`;

const COLUMNS = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
    pg_get_expr(d.adbin, d.adrelid) as fallback, col_description(a.attrelid, a.attnum) as comment
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
  order by a.attnum`;

const CONSTRAINTS = `
  select pg_get_constraintdef(oid) as definition from pg_constraint
  where conrelid = $1 and contype in ('p', 'u', 'f', 'c')
  order by array_position('{p,u,f,c}'::"char"[], contype), conname`;

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) as definition, obj_description(i.indexrelid) as comment
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1 and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
  order by c.relname`;

/** What others than the owner may do. */
const GRANTS = `
  select a.grantee::regrole::text as grantee, string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as rights
  from pg_class c, aclexplode(c.relacl) a
  where c.oid = $1 and a.grantee <> c.relowner and a.grantee <> 0
  group by 1 order by 1`;

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly fallback: string | null;
  readonly comment: string | null;
}

const tableText = async (client: Client, table: TableRow): Promise<string> => {
  const { oid, name } = table;
  const columns = await client.query<ColumnRow>(COLUMNS, [oid]);
  const constraints = await client.query<{ definition: string }>(CONSTRAINTS, [oid]);
  const indexes = await client.query<{ definition: string; comment: string | null }>(INDEXES, [oid]);
  const grants = await client.query<{ grantee: string; rights: string }>(GRANTS, [oid]);
  const inside = [
    ...columns.rows.map(columnText),
    ...constraints.rows.map(({ definition }) => definition.replace(/^[A-Z ]+(?=\()/, (words) => words.toLowerCase())),
  ];
  const options = table.options === null ? '' : ` with (${table.options.join(', ')})`;
  return [
    ...comment(table.comment),
    `create table ${name} (\n${inside.map((line) => `  ${line}`).join(',\n')}\n)${options};`,
    ...columns.rows.flatMap((column) => comment(column.comment, `${column.name}: `)),
    ...indexes.rows.flatMap((index) => [...comment(index.comment), `${indexText(index.definition)};`]),
    ...grants.rows.map(({ grantee, rights }) => `grant ${rights} on ${name} to ${grantee};`),
  ].join('\n');
};

const columnText = ({ name, type, required, fallback }: ColumnRow): string =>
  `${name} ${type}${required ? ' not null' : ''}${fallback === null ? '' : ` default ${fallback}`}`;

const indexText = (definition: string): string =>
  definition
    .replace(/^CREATE (UNIQUE )?INDEX/, (words) => words.toLowerCase())
    .replace(' ON public.', ' on ')
    .replace(' USING btree', '')
    .replace(' WHERE ', ' where ');

const comment = (text: string | null, label = ''): readonly string[] => (text === null ? [] : [`-- ${label}${text}`]);
