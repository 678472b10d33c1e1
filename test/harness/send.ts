import type { TestParameters } from './server.js';

/** The ways in which a call may travel. */
export type Way = 'query' | 'form' | 'json';

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; text where it is none. */
  readonly body: unknown;
}

/** Longer than any answer may take, also on a busy machine. */
const PATIENCE_MS = 60_000;

/** `fetch`, with the body read. A request that hangs fails. */
export const request = async (url: string, options: RequestInit = {}): Promise<Received> => {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
  const text = await response.text();
  const isJson = text !== '' && response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
};

/** Calls a method with a token among the parameters. */
export const send = (
  url: string,
  path: string,
  way: Way,
  parameters: TestParameters | Readonly<Record<string, unknown>>,
): Promise<Received> => {
  if (way === 'json') return postJson(`${url}${path}`, JSON.stringify(parameters));
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  return way === 'query' ? request(`${url}${path}?${form}`) : request(`${url}${path}`, { method: 'POST', body: form });
};

export const postJson = (url: string, json: string): Promise<Received> =>
  request(url, { method: 'POST', body: json, headers: { 'content-type': 'application/json' } });
