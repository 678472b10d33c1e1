import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin, runnerImport } from 'vite';

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

/**
 * Has the browser fetch what the first script will import as it reads the page, instead of when that script runs. Styles it
 * fetches only: they apply when the script imports what they belong to.
 */
const preloaded = (): Plugin => ({
  name: 'preloaded',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const chunks = new Map(
        Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])),
      );
      const main = [...chunks.values()].find(({ name }) => name === 'main');
      if (main === undefined) throw new Error('there is no chunk of main.tsx');
      const needed = new Set<string>();
      const add = (fileName: string): void => {
        if (needed.has(fileName)) return;
        needed.add(fileName);
        for (const imported of chunks.get(fileName)?.imports ?? []) add(imported);
      };
      add(main.fileName);
      const styles = new Set([...needed].flatMap((name) => [...(chunks.get(name)?.viteMetadata?.importedCss ?? [])]));
      const link = (rel: string, file: string, attrs: Readonly<Record<string, string>>): HtmlTagDescriptor => ({
        tag: 'link',
        attrs: { rel, crossorigin: true, href: `/${file}`, ...attrs },
        injectTo: 'head',
      });
      return [
        ...[...needed].map((file) => link('modulepreload', file, {})),
        ...[...styles].map((file) => link('preload', file, { as: 'style' })),
      ];
    },
  },
});

/** `paths.json`: the paths of all pages, so that the server answers them when a page is reloaded. */
const listedPaths = (): Plugin => ({
  name: 'listed-paths',
  apply: 'build',
  async generateBundle() {
    const { module } = await runnerImport<typeof import('./src/pages.js')>(join(import.meta.dirname, 'src/pages.ts'));
    const pages = module.PAGE_LIST.map(([path, { isPublic = false }]) => ({ path, isPublic }));
    this.emitFile({ type: 'asset', fileName: 'paths.json', source: JSON.stringify(pages) });
  },
});

export default defineConfig({
  plugins: [react(), preloaded(), listedPaths(), compressed()],
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
            // What the first script needs, and nothing else.
            { name: 'questions', tags: ['$initial'], priority: 4 },
            // By itself, since it makes errors as it begins, for whose stacks browsers read all of its file once more.
            { name: 'react', test: /node_modules\/(?:react-dom|scheduler)\//, priority: 3 },
            { name: 'libraries', test: /node_modules/, priority: 2 },
            {
              name: 'shared',
              test: /src\/(?!pages\/|gettingStarted\/)\w+\/|pages\/signIn\/|useCloseRow/,
              priority: 1,
            },
          ],
        },
      },
    },
    // What the first page may weigh is checked compressed, by a test.
    chunkSizeWarningLimit: 1000,
  },
  logLevel: 'warn',
});
