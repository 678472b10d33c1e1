import type { Problem } from '../problem.js';
import { setServerClock } from '../time/serverClock.js';

/** What came back: an answer with its status and JSON body, or why there is none. */
export type Sent = { readonly status: number; readonly body: unknown } | { readonly problem: Problem };

const UNREACHABLE: Problem = {
  kind: 'unreachable',
  message: 'The server does not answer. Check the connection, then try again.',
};

/** One request with a JSON body, cookie included. Never throws, except for an abort. */
export const send = async (
  verb: 'GET' | 'POST' | 'DELETE',
  path: string,
  { body, headers = {}, signal }: SendOptions = {},
): Promise<Sent> => {
  const response = await fetch(path, {
    method: verb,
    credentials: 'same-origin',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    return null;
  });
  if (response === null) return { problem: UNREACHABLE };
  setServerClock(response.headers.get('date'));
  if (response.status === 204) return { status: 204, body: null };
  const parsed: unknown = await response.json().catch(() => undefined);
  if (parsed === undefined) {
    return {
      problem: { kind: 'failed', message: `The server answered with status ${response.status} and no reason.` },
    };
  }
  return { status: response.status, body: parsed };
};

interface SendOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** A member of a JSON object, if it is one and has it. */
export const memberOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined;

export const messageOf = (body: unknown): string => {
  const message = memberOf(body, 'message');
  return typeof message === 'string' && message !== '' ? message : 'The server gave no reason.';
};
