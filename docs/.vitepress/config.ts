import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Texts that pages link to and that are no pages. They are copied beside them. */
const TEXTS = ['LICENSE', 'NOTICE'];
const FILES = [...TEXTS, 'docs/api/openapi.json'];

interface Entry {
  readonly text: string;
  readonly link: string;
}

/** The numbered pages of a folder, by their headings. */
const titled = async (folder: string): Promise<readonly Entry[]> => {
  const names = (await readdir(join(ROOT, folder))).filter((name) => /^\d{4}-.*\.md$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(ROOT, folder, name), 'utf8');
      return { text: /^# (.+)$/m.exec(text)?.[1] ?? name, link: `/${folder}/${name.slice(0, -3)}` };
    }),
  );
};

/**
 * The pages are the tree's own Markdown files, the README among them, at the paths that they have in the tree. So one
 * relative link works on a forge, in an editor and here.
 */
export default defineConfig({
  title: 'Keyledger',
  description: 'A self-hosted licence server that keeps a complete, durable record of every request.',
  lang: 'en-GB',
  // Without this every file called config.ts of the tree is taken for one of VitePress.
  additionalConfig: {},
  srcDir: '..',
  srcExclude: ['**/node_modules/**', 'dist/**'],
  outDir: '../dist/docs',
  cacheDir: '../dist/.vitepress',
  // A folder's README is its index here; links to it follow.
  rewrites: { 'README.md': 'index.md', ':folder(.*)/README.md': ':folder/index.md' },
  ignoreDeadLinks: [/(^|\/)(LICENSE|NOTICE)$/],
  vite: {
    plugins: [
      {
        // Pages lie above this folder, where Vue is not installed.
        name: 'vue-of-this-folder',
        enforce: 'pre',
        resolveId(source, importer) {
          const isOfPage = /^vue(\/|$)/.test(source) && importer?.includes('/node_modules/') !== true;
          return isOfPage ? this.resolve(source, fileURLToPath(import.meta.url), { skipSelf: true }) : null;
        },
      },
    ],
  },
  markdown: {
    config: (md) => {
      md.core.ruler.push('readme-is-index', ({ tokens }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.type === 'link_open' ? token.attrGet('href') : null;
          if (href === null) continue;
          token.attrSet('href', href.replace(/(^|\/)README\.md(?=#|$)/, '$1index.md'));
          // Not by the router, which knows pages only.
          if (TEXTS.includes(href.replace(/^.*\//, ''))) token.attrSet('target', '_self');
        }
      });
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Get started', link: '/docs/getting-started' },
      { text: 'API', link: '/docs/api/' },
      { text: 'Decisions', link: '/docs/decisions/' },
      { text: 'Changes', link: '/CHANGELOG' },
    ],
    sidebar: [
      {
        text: 'Use',
        items: [
          { text: 'Getting started', link: '/docs/getting-started' },
          { text: 'Installing and settings', link: '/docs/installing' },
          { text: 'Dashboard and people', link: '/docs/dashboard' },
          { text: 'Reading the log', link: '/docs/log' },
          { text: 'Importing', link: '/docs/import' },
          { text: 'Compared with others', link: '/docs/comparison' },
        ],
      },
      {
        text: 'Operate',
        items: [
          { text: 'Operations', link: '/docs/operations' },
          { text: 'Moving and backup', link: '/docs/move' },
          { text: 'Scale', link: '/docs/scale' },
          { text: 'Benchmarks', link: '/bench/results' },
          { text: 'Security', link: '/SECURITY' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'The record', link: '/docs/record' },
          { text: 'Methods', link: '/docs/api/' },
          { text: 'States of the log', link: '/docs/api/states' },
        ],
      },
      {
        text: 'Contribute',
        items: [
          { text: 'Contributing', link: '/CONTRIBUTING' },
          { text: 'Architecture', link: '/ARCHITECTURE' },
          { text: 'Style', link: '/STYLE' },
          { text: 'What the tests cover', link: '/docs/spec-coverage' },
        ],
      },
      { text: 'Decisions', collapsed: true, items: [...(await titled('docs/decisions'))] },
    ],
  },
  buildEnd: async ({ outDir }) => {
    for (const file of FILES) await copyFile(join(ROOT, file), join(outDir, file));
  },
});
