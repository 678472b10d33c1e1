import type { RawParameters } from '../methods/call.js';

/**
 * Gathers the parameters of a request from its query and its body under lower-case names. A name given twice with
 * different values becomes a list of both, which no parameter accepts: better a clear refusal than a guess.
 */
export class ParameterCollector {
  readonly #values = new Map<string, unknown>();

  add(name: string, value: unknown): void {
    const key = name.toLowerCase();
    const present = this.#values.get(key);
    if (this.#values.has(key) && present !== value) this.#values.set(key, [present, value]);
    else this.#values.set(key, value);
  }

  get parameters(): RawParameters {
    return this.#values;
  }
}

/** Parameters of a form or a query string. Never throws: what is not well encoded stays as it is. */
export const addForm = (collector: ParameterCollector, text: string): void => {
  for (const [name, value] of new URLSearchParams(text)) collector.add(name, value);
};

/** Parameters of a JSON body: an object, or nothing. False when it is anything else. */
export const addJson = (collector: ParameterCollector, text: string): boolean => {
  if (text.trim() === '') return true;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  for (const [name, value] of Object.entries(body)) collector.add(name, value);
  return true;
};
