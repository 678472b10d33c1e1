import type { z } from 'zod';
import { cutWellFormed } from '../domain/log/machineCode.js';
import { SENTENCES } from '../domain/sentences.js';

/** Parameters as received: lower-case name → text or JSON value. */
export type RawParameters = ReadonlyMap<string, unknown>;

/** What parameter parsing needs of a declaration, of either API. */
interface Declared {
  readonly parameters: z.ZodObject<Readonly<Record<string, z.ZodType>>>;
  readonly errors: readonly string[];
}

export type ReadParameters =
  | { readonly success: true; readonly parameters: Readonly<Record<string, unknown>> }
  | { readonly success: false; readonly sentence: string };

/** The declared parameters of a method, or the sentence for an invalid one. Others are ignored. */
export const readParameters = (method: Declared, raw: RawParameters): ReadParameters => {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(method.parameters.shape)) {
    const value = raw.get(name.toLowerCase());
    if (value !== undefined) given[name] = value;
  }
  const parsed = method.parameters.safeParse(given);
  if (parsed.success) return { success: true, parameters: parsed.data };
  // A parameter may have its own error sentence, which the method must declare.
  const own = parsed.error.issues.find((issue) => method.errors.includes(issue.message));
  return { success: false, sentence: own?.message ?? SENTENCES.inputIncorrect };
};

/** One parameter, even if others are invalid; undefined if it is invalid itself. */
export const readOne = (method: Declared, raw: RawParameters, name: string): unknown => {
  const parsed = method.parameters.shape[name]?.safeParse(raw.get(name.toLowerCase()));
  return parsed?.success === true ? parsed.data : undefined;
};

/**
 * A text as stored in the log row of a refusal: as the method reads it, so that a refused call shows what a granted one
 * would. What the method cannot read is cut to `length` UTF-16 units, without what cannot be stored.
 */
export const textIn = (method: Declared, raw: RawParameters, name: string, length: number): string => {
  const read = readOne(method, raw, name);
  if (typeof read === 'string') return read;
  const value = raw.get(name.toLowerCase());
  return typeof value === 'string' ? cutWellFormed(value.toWellFormed().replaceAll('\0', ''), length) : '';
};
