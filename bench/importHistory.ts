// How fast a history is imported, beside a bare COPY of the same rows into the same table with its indexes.
// Run: npm run build && node dist/bench/importHistory.js [rows]

import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Loaders, Readers, Writers } from '../src/db/connections.js';
import { Engine } from '../src/engine/engine.js';
import { importWithHistory } from '../src/engine/transfer/importHistory.js';
import { COPY_LOG_ROWS } from '../src/sql/transfer/copyLog.js';
import { createTestDatabase } from '../test/harness/database.js';
import { START, shownLicense, shownRow } from '../test/harness/history.js';
import { addBareAccount } from '../test/harness/plantedLog.js';

const rows = Number(process.argv[2] ?? 1_000_000);
const KEYS = 3_000;
const DEVICES = 8_000;
const PER_ANSWER = 1_000;
/** Rows of one COPY, as many as in one transaction of the import. */
const PER_COPY = 20_000;

const test = await createTestDatabase();
const [writers, readers, loaders] = [
  new Writers(test.database.writers),
  new Readers(test.database.readers),
  new Loaders(test.database.loaders),
];
const engine = new Engine({ writers, readers });
await addBareAccount(writers, 1);
const directory = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
const [path, logPath] = [join(directory, 'licenses'), join(directory, 'log')];

/** Three months of a product whose keys are refreshed now and then: one key has a third of the rows. */
const row = (n: number) => {
  const mixed = (n * 7919) % DEVICES;
  const state = [2011, 2011, 2014, 2014, 8014, 6011, 2012, 2024][n % 8] ?? 2011;
  const time = START + Math.floor((n * 7_776_000) / rows);
  return shownRow(n * 3, {
    time,
    state,
    key: n % 3 === 0 ? 'KEY-1' : `KEY-${1 + (mixed % KEYS)}`,
    machineCode: `machine ${mixed}`,
    ip: `8.${mixed % 32}.${mixed % 250}.0`,
    floatingExpires: state === 2014 ? time + 3600 : 0,
  });
};

function* answers(): Generator<string> {
  for (let first = 1; first <= rows; first += PER_ANSWER) {
    const logs = Array.from({ length: Math.min(PER_ANSWER, rows - first + 1) }, (_, index) => row(first + index));
    yield `${JSON.stringify({ logs, result: 0, message: null })}\n`;
  }
}

await writeFile(path, Array.from({ length: KEYS }, (_, n) => JSON.stringify(shownLicense(n + 1))).join('\n'));
await pipeline(answers(), createWriteStream(logPath));

const say = (what: string, ms: number): void => {
  process.stdout.write(`${what.padEnd(22)} ${(ms / 1000).toFixed(1)} s  ${Math.round((rows / ms) * 1000)} rows/s\n`);
};

const signal = new AbortController().signal;
let began = performance.now();
let first = 0;
let most = 0;
let before = 0;
const onProgress = ({ pass }: { readonly pass: string }): void => {
  // Licences come first and are not what is measured here.
  if (pass === 'store') began = performance.now();
  if (pass !== 'history') return;
  if (first === 0) [first, before] = [performance.now(), process.memoryUsage().rss];
  most = Math.max(most, process.memoryUsage().rss);
};
await importWithHistory(engine, loaders, 1, { path, logPath, onProgress, signal });
const history = performance.now() - began;
say('import', history);
process.stdout.write(
  `  of ${Math.round((await stat(logPath)).size / 2 ** 20)} MB; memory grew by ${Math.round((most - before) / 2 ** 20)} MB after the first batch\n`,
);

/** The same rows as they now stand, for another account: numbers, time and detail as COPY takes them. */
let copying = 0;
await addBareAccount(writers, 2);
for (let after = 0; after < rows; after += PER_COPY) {
  const stored = await readers.run<{ line: string }>({
    name: '',
    values: [after, after + PER_COPY],
    text: `select concat_ws(E'\\t', 2, id, time, subject_no, device_no, address_no, state, method, detail) as line
      from web_api_log where account_id = 1 and id > $1 and id <= $2 order by id`,
  });
  const lines = stored.map(({ line }) => `${line}\n`).join('');
  const connection = await loaders.connect();
  began = performance.now();
  await connection.begin();
  await connection.copy(COPY_LOG_ROWS, lines);
  await connection.commit([{ name: '', text: 'select 1', values: [] }]);
  copying += performance.now() - began;
}
say('bare copy', copying);
process.stdout.write(`import at ${(copying / history).toFixed(2)} of the speed of copy\n`);
const [sizes] = await readers.run<{ source: number; log: number }>({
  name: '',
  values: [],
  text: `select pg_total_relation_size('log_source') as source, pg_total_relation_size('web_api_log') as log`,
});
process.stdout.write(`ids of the source: ${((sizes?.source ?? 0) / rows).toFixed(2)} bytes a row\n`);
await rm(directory, { recursive: true });
await test.drop();
