import type { z } from 'zod';
import { cutWellFormed } from '../domain/log/machineCode.js';
import { SENTENCES } from '../domain/sentences.js';

/** Parameters as they came: lower-case name → text or JSON value. */
export type RawParameters = ReadonlyMap<string, unknown>;

/** What reading parameters asks of a declaration, of either API. */
interface Declared {
  readonly parameters: z.ZodObject<Readonly<Record<string, z.ZodType>>>;
  readonly errors: readonly string[];
}

export type ReadParameters =
  | { readonly success: true; readonly parameters: Readonly<Record<string, unknown>> }
  | { readonly success: false; readonly sentence: string };

/** The parameters that a method declares, or the sentence for what is wrong with them. Others are ignored. */
export const readParameters = (method: Declared, raw: RawParameters): ReadParameters => {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(method.parameters.shape)) {
    const value = raw.get(name.toLowerCase());
    if (value !== undefined) given[name] = value;
  }
  const parsed = method.parameters.safeParse(given);
  if (parsed.success) return { success: true, parameters: parsed.data };
  // A parameter may have a sentence of its own for what is wrong with it; it must be one that the method declares.
  const own = parsed.error.issues.find((issue) => method.errors.includes(issue.message));
  return { success: false, sentence: own?.message ?? SENTENCES.inputIncorrect };
};

/** One parameter, as far as it can be read even when others cannot; undefined otherwise. */
export const readOne = (method: Declared, raw: RawParameters, name: string): unknown => {
  const parsed = method.parameters.shape[name]?.safeParse(raw.get(name.toLowerCase()));
  return parsed?.success === true ? parsed.data : undefined;
};

/** A text as the log row of a refusal keeps it: cut to `length` UTF-16 units, without what cannot be stored. */
export const textIn = (raw: RawParameters, name: string, length: number): string => {
  const value = raw.get(name);
  if (typeof value !== 'string' || value === 'None' || value === 'null') return '';
  return cutWellFormed(value.toWellFormed().replaceAll('\0', ''), length);
};
