import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { fastify } from 'fastify';
import { registerDashboard } from '../../src/http/dashboard.js';

test('without the built dashboard the page says how it is made', async () => {
  const app = fastify();
  registerDashboard(app, '/nowhere');
  for (const path of ['/', '/log', '/licenses/1/ABC']) {
    const { statusCode, headers, body } = await app.inject(path);
    assert.equal(statusCode, 404);
    assert.match(String(headers['content-type']), /^text\/plain/);
    assert.match(body, /npm run build/);
  }
  await app.close();
});

test('scripts go out compressed where the browser takes it, and stay for a year; no path leads out of the folder', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-web-'));
  const app = fastify({ routerOptions: { caseSensitive: false, ignoreTrailingSlash: true } });
  try {
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), '<p nonce="__NONCE__">');
    const pages = [{ path: '/machines/$machineCode', isPublic: false }];
    await writeFile(join(directory, 'paths.json'), JSON.stringify(pages));
    await writeFile(join(directory, 'assets', 'Page-aB_c.js'), 'const page = 1;');
    await writeFile(join(directory, 'assets', 'Page-aB_c.js.br'), brotliCompressSync('const page = 1;'));
    registerDashboard(app, directory);
    const plain = await app.inject('/assets/Page-aB_c.js');
    assert.equal(plain.body, 'const page = 1;');
    assert.match(String(plain.headers['content-type']), /javascript/);
    const small = await app.inject({ path: '/assets/Page-aB_c.js', headers: { 'accept-encoding': 'br' } });
    assert.equal(small.headers['content-encoding'], 'br');
    assert.equal(small.headers['cache-control'], 'public, max-age=31536000, immutable');
    for (const path of ['/assets/../index.html', '/assets/%2e%2e/index.html', '/assets/', '/assets/.hidden']) {
      assert.equal((await app.inject(path)).statusCode, 404, path);
    }
    // Keys and machine codes of any text and length.
    const machine = encodeURIComponent('ü/ 100% '.repeat(60));
    const page = await app.inject(`/machines/${machine}`);
    assert.equal(page.statusCode, 200);
    const [, nonce = ''] = /nonce="([^"]+)"/.exec(page.body) ?? [];
    assert(String(page.headers['content-security-policy']).includes(`'nonce-${nonce}'`));
  } finally {
    await app.close();
    await rm(directory, { recursive: true });
  }
});
