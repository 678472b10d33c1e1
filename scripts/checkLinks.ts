// Fails when a document of the tree links to a file or a heading that does not exist, or names a source file that does
// not. It looks at the tree alone: links to other hosts are not followed.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Documents name source files from the root, or from one of these folders. */
const BASES = ['', 'src', 'web/src'];

/** A file of this tree that a document names: a path with a folder and an ending that sources have. */
const NAMED_FILE = /^[\w.-]+(?:\/[\w.-]+)+\.(?:tsx?|mjs|sql|md)$/;

const documents = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));

/** The text without fenced code, in which neither links nor headings count. */
const prose = (text: string): string => text.replaceAll(/^(`{3,})[^\n]*\n.*?^\1[^\n]*$/gms, '');

/** The anchor that forges give a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');

const anchorsOf = (file: string): ReadonlySet<string> =>
  new Set(
    [...prose(readFileSync(join(ROOT, file), 'utf8')).matchAll(/^#{1,6} (.+)$/gm)].map(([, text = '']) =>
      anchorOf(text),
    ),
  );

/** Why a link of a document leads nowhere; undefined: it does not. */
const linkFault = (file: string, link: string): string | undefined => {
  if (/^[a-z][a-z\d+.-]*:/i.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  if (path.startsWith('/')) return 'is not relative';
  const target = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path)));
  if (!existsSync(join(ROOT, target))) return 'names no file';
  if (statSync(join(ROOT, target)).isDirectory()) return 'names a folder; link to its README.md';
  if (anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor)) return 'names no heading';
  return undefined;
};

const faultsOf = (file: string): readonly string[] => {
  const text = prose(readFileSync(join(ROOT, file), 'utf8'));
  const links = [...text.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map(([, link = '']) => link);
  const images = [...text.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).filter((code) => NAMED_FILE.test(code));
  return [
    ...[...links, ...images].flatMap((link) => {
      const fault = linkFault(file, link);
      return fault === undefined ? [] : [`${file}: (${link}) ${fault}`];
    }),
    ...named
      .filter((code) => !BASES.some((base) => existsSync(join(ROOT, base, code))))
      .map((code) => `${file}: \`${code}\` names no file of the tree`),
  ];
};

const faults = documents.flatMap(faultsOf);
if (faults.length > 0) {
  console.error(`documents that point nowhere:\n  ${faults.join('\n  ')}`);
  process.exitCode = 1;
}
