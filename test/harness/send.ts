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

/** `fetch`, with the body read; of server-sent events the first only. A request that hangs fails. */
export const request = async (url: string, options: RequestInit = {}): Promise<Received> => {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
  const isEndless = response.headers.get('content-type') === 'text/event-stream';
  const text = isEndless ? await firstPart(response) : await response.text();
  const isJson = text !== '' && response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
};

/** What has come of a body that does not end, which then is not read any further. */
const firstPart = async (response: Response): Promise<string> => {
  const reader = response.body?.getReader();
  const part = await reader?.read();
  await reader?.cancel();
  return Buffer.from(part?.value ?? []).toString();
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
