import type { AnsweringMethod } from './define.js';
import { EXT_METHODS, METHODS } from './registry.js';

/** The method of a name like `key/Activate`, in any case; undefined when there is none, or it is a stream. */
export const methodNamed = (name: string): AnsweringMethod | undefined =>
  METHODS.filter((method) => method.kind !== 'stream').find(
    (method) => `${method.category}/${method.name}`.toLowerCase() === name.toLowerCase(),
  );

const names = new Map<number, string>([
  ...METHODS.map(({ number, name }) => [number, name] as const),
  ...EXT_METHODS.map(({ number, name }) => [number, `Ext/${name}`] as const),
]);

/** The method of a number as log rows carry it: `Activate`, or `Ext/Activate` of Web API 2; null when there is none. */
export const nameOfMethod = (number: number): string | null => names.get(number) ?? null;
