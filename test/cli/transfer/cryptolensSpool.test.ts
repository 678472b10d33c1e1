import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { cryptolensSource } from '../../../src/cli/transfer/cryptolensSource.js';
import { removeSpool, type SpoolPlace, spoolCryptolens } from '../../../src/cli/transfer/cryptolensSpool.js';

/** A spool may be told to be anywhere: what it did not make, it neither writes to nor removes. */

let place: SpoolPlace;

beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-spool-'));
  place = { directory, source: 'http://127.0.0.1:1/', accountId: 1 };
});

afterEach(() => rm(place.directory, { recursive: true, force: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(place.directory, name), text);

/** Nobody answers at the address: a spool that gets as far as asking fails by that. */
const spool = (productIds: readonly number[] = [1]) => {
  const { signal } = new AbortController();
  const source = cryptolensSource({ baseUrl: new URL(place.source), token: 'x', signal, pausesMs: [] });
  return spoolCryptolens(source, { ...place, productIds, onProgress: () => {}, signal });
};

test('a directory that holds something else is refused and left as it is', async () => {
  await write('log', "somebody's log");
  await assert.rejects(spool(), { message: /holds other files, such as log: name an empty or a new directory/ });
  assert.deepEqual(await readdir(place.directory), ['log']);
  assert.equal(await readFile(join(place.directory, 'log'), 'utf8'), "somebody's log");
});

test('what an earlier run began is taken for its own', async () => {
  await write('state.json.next', 'half of a state');
  await assert.rejects(spool(), { message: /is unavailable: the connection failed/ });
  await assert.rejects(spool(), { message: /is unavailable: the connection failed/ });
  assert.deepEqual((await readdir(place.directory)).sort(), ['log', 'state.json']);
});

test('a damaged state is told, not begun over', async () => {
  await write('state.json', '{"source":');
  await assert.rejects(spool(), { message: /state\.json is damaged or belongs to another program/ });
  assert.deepEqual(await readdir(place.directory), ['state.json']);
});

test('what is complete is taken as it is, unless other products are asked for', async () => {
  const state = { source: place.source, accountId: 1, lastId: 0, rows: 0, bytes: 0, complete: true };
  await write('state.json', JSON.stringify({ ...state, productIds: [1], products: [] }));
  assert.equal((await spool([1])).path, join(place.directory, 'licenses'));
  await assert.rejects(spool([1, 2]), { message: /is unavailable: the connection failed/ });
});

test('what was fetched goes after the import with its directory, what somebody put beside it stays', async () => {
  for (const name of ['log', 'licenses', 'state.json', 'notes.txt']) await write(name, '');
  await removeSpool(place);
  assert.deepEqual(await readdir(place.directory), ['notes.txt']);
  await rm(join(place.directory, 'notes.txt'));
  await removeSpool(place);
  await assert.rejects(readdir(place.directory), { code: 'ENOENT' });
});
