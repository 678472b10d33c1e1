import type { FastifyRequest } from 'fastify';
import { SENTENCES } from '../domain/sentences.js';
import type { RawParameters } from '../methods/rawParameters.js';
import { RequestFault, UNSUPPORTED_TYPE } from './faults.js';

/** Stands for a parameter that came twice with different values. Not text, number, list or object: no schema takes it. */
const GIVEN_TWICE = Symbol('given twice');

/**
 * Collects the parameters of a request from query and body under lower-case names. A name with two different values
 * gets a value that no parameter accepts: a clear refusal is better than a guess.
 */
export class ParameterCollector {
  readonly #values = new Map<string, unknown>();

  add(name: string, value: unknown): void {
    const key = name.toLowerCase();
    const differs = this.#values.has(key) && this.#values.get(key) !== value;
    this.#values.set(key, differs ? GIVEN_TWICE : value);
  }

  get parameters(): RawParameters {
    return this.#values;
  }
}

/** Parameters of a form or a query string. Never throws: badly encoded text stays as it is. */
const addForm = (collector: ParameterCollector, text: string): void => {
  for (const [name, value] of new URLSearchParams(text)) collector.add(name, value);
};

/** Parameters of a JSON body: an object, or nothing. False when it is anything else. */
const addJson = (collector: ParameterCollector, text: string): boolean => {
  // `trim` removes a byte order mark too.
  const json = text.trim();
  if (json === '') return true;
  let body: unknown;
  try {
    body = JSON.parse(json);
  } catch {
    return false;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  for (const [name, value] of Object.entries(body)) collector.add(name, value);
  return true;
};

type BodyKind = 'form' | 'json' | 'other';

/** A body without a type is a form, as the SDKs send it. The charset does not count: bodies are read as UTF-8. */
const bodyKind = (contentType: string | undefined): BodyKind => {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === '' || type === 'application/x-www-form-urlencoded') return 'form';
  return type === 'application/json' || type === 'text/json' || type?.endsWith('+json') ? 'json' : 'other';
};

/** Reads query and body, if present. Throws `RequestFault`. */
export const collectParameters = (request: FastifyRequest): ParameterCollector => {
  const collector = new ParameterCollector();
  const queryAt = request.url.indexOf('?');
  if (queryAt >= 0) addForm(collector, request.url.slice(queryAt + 1));
  const body = typeof request.body === 'string' ? request.body : '';
  if (body === '') return collector;
  switch (bodyKind(request.headers['content-type'])) {
    case 'form':
      addForm(collector, body);
      return collector;
    case 'json':
      if (!addJson(collector, body)) throw new RequestFault(400, SENTENCES.inputIncorrect);
      return collector;
    case 'other':
      throw new RequestFault(415, UNSUPPORTED_TYPE);
  }
};
