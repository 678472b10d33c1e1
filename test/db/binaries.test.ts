import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { type BinariesPackage, findPackage, makeLinks, runnableFrom } from '../../src/db/embedded/binaries.js';
import { clusterUser } from '../../src/db/embedded/clusterUser.js';

const log = pino({ level: 'silent' });

describe('the programs of PostgreSQL', () => {
  const user = clusterUser('/nowhere');
  let root: string;
  let bare: BinariesPackage;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-binaries-'));
    await chmod(root, 0o755);
    const installed = await findPackage();
    bare = { ...installed, root: join(root, 'private', 'package') };
    await mkdir(bare.root, { recursive: true });
    // As npm leaves it when install scripts are blocked.
    const filter = (path: string): boolean =>
      !/\.so(\.\d+)?$/.test(path) || /lib(crypto|ssl|lzma|z|xml|xslt|ossp)|postgresql/.test(path);
    await cp(join(installed.root, 'native'), join(bare.root, 'native'), { recursive: true, filter });
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('do not run before their library links are made, by however many at once', async () => {
    const postgres = join(bare.root, 'native', 'bin', 'postgres');
    assert.notEqual(spawnSync(postgres, ['--version']).status, 0);
    const made = await Promise.all(Array.from({ length: 5 }, () => makeLinks(bare.root)));
    assert.deepEqual(new Set(made), new Set([true]));
    assert.equal(spawnSync(postgres, ['--version']).status, 0);
  });

  it('run from a copy when their user cannot reach the package', {
    skip: user === undefined && 'only for root',
  }, async () => {
    await chmod(join(root, 'private'), 0o700);
    const place = join(root, 'copies');
    const found = await Promise.all([1, 2, 3].map(() => runnableFrom(bare, [place], user, log)));
    assert.equal(new Set(found.map(({ postgres }) => postgres)).size, 1);
    assert.equal((await readdir(place)).length, 1, 'nothing half-made stays behind');
    const [{ postgres } = { postgres: '' }] = found;
    assert.ok(postgres.startsWith(place));
    await truncate(postgres, 1000);
    const repaired = await runnableFrom(bare, [place], user, log);
    assert.equal(spawnSync(repaired.postgres, ['--version'], { ...user, cwd: '/' }).status, 0);
  });

  it('are not taken from a place that others may write', { skip: user === undefined && 'only for root' }, async () => {
    await chmod(join(root, 'private'), 0o700);
    const open = join(root, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    await assert.rejects(runnableFrom(bare, [open], user, log), { code: 'unsupported', message: /others may write/ });
  });
});
