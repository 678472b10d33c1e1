import assert from 'node:assert/strict';
import type { Role } from '../../src/domain/entities/roles.js';
import { secretIn } from '../../src/engine/administration/people.js';
import { createUser } from './administer.js';
import { type Received, request } from './send.js';
import type { TestParameters, TestServer } from './server.js';

export const PASSWORD = 'correct horse battery';

/** The cookie as it is sent back, from an answer that sets one. */
export const cookieIn = ({ headers }: Received): string => headers.get('set-cookie')?.split(';')[0] ?? '';

export const sendJson = (
  url: string,
  method: 'POST' | 'DELETE',
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Received> =>
  request(url, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });

export const signIn = (
  url: string,
  email: string,
  password: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Received> => sendJson(`${url}/session`, 'POST', { email, password }, headers);

/** The headers by which a signed-in page calls. */
export interface SignedIn {
  readonly userId: number;
  readonly email: string;
  readonly headers: { readonly cookie: string; readonly 'x-csrf-token': string };
}

/** What an answer that signs in gives a browser. */
export const signedInBy = (received: Received): SignedIn => {
  const body = received.body as { csrf?: string; user?: { id: number; email: string } };
  assert(received.status === 200 && body.csrf !== undefined && body.user !== undefined, JSON.stringify(body));
  const headers = { cookie: cookieIn(received), 'x-csrf-token': body.csrf };
  return { userId: body.user.id, email: body.user.email, headers };
};

let people = 0;

/** Makes a user of account 1 who has set a password and is signed in. */
export const addPerson = async (server: TestServer, role: Role = 'owner'): Promise<SignedIn> => {
  people += 1;
  const email = `person${people}@example.com`;
  const { link } = await createUser(server.engine, 1, { email, name: `Person ${people}`, role });
  const body = { link: secretIn(link), password: PASSWORD };
  return signedInBy(await sendJson(`${server.url}/session/password`, 'POST', body));
};

/** Calls a method as a page does: without a token. */
export const callSignedIn = (
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  parameters: TestParameters = {},
): Promise<Received> => sendJson(`${url}${path}`, 'POST', parameters, headers);
