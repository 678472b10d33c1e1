import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Bytes below which a compressed copy would save nothing. */
const WORTH_COMPRESSING = 1024;

/** A `.br` and a `.gz` beside each script and style, so that the server compresses nothing. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  writeBundle: async ({ dir = '' }) => {
    const assets = join(dir, 'assets');
    const names = (await readdir(assets)).filter((name) => /\.(?:js|css|svg)$/.test(name));
    await Promise.all(
      names.map(async (name) => {
        const path = join(assets, name);
        const bytes = await readFile(path);
        if (bytes.length < WORTH_COMPRESSING) return;
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, quality));
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      }),
    );
  },
});

export default defineConfig({
  plugins: [react(), compressed()],
  // `npm run dev` in this folder, with a server at its usual address.
  server: { proxy: { '^/(api|session)': 'http://127.0.0.1:8080' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    reportCompressedSize: false,
    // `data:` URLs would need exceptions from the page's policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Libraries, and what pages share, in one piece each: sixty small ones took longer to ask for than to send.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules/, priority: 2 },
            { name: 'shared', test: /src\/(?:api|charts|parts|shell|theme|time)\//, priority: 1 },
          ],
        },
      },
    },
    // What the first page may weigh is checked compressed, by a test.
    chunkSizeWarningLimit: 1000,
  },
  logLevel: 'warn',
});
