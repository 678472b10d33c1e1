import { readFileSync } from 'node:fs';

/** The version in package.json, beside `dist`. */
export const programVersion = (): string => {
  const description: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof description !== 'object' || description === null || !('version' in description)) return '0.0.0';
  return String(description.version);
};
