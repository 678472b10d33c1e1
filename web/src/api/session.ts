import { queryOptions } from '@tanstack/react-query';
import { type Problem, ProblemError } from '../problem.js';
import type { Permission } from './generated.js';
import { memberOf, messageOf, type Sent, send } from './send.js';

export type Role = 'owner' | 'support' | 'analyst';

export interface SignedIn {
  readonly signedIn: true;
  /** Goes along as header X-CSRF-Token. */
  readonly csrf: string;
  readonly user: { readonly id: number; readonly email: string; readonly name: string; readonly role: Role };
  readonly account: { readonly id: number; readonly name: string };
  readonly permissions: readonly Permission[] | 'all';
}

export type Session = SignedIn | { readonly signedIn: false };

export type SessionResult = { readonly session: SignedIn } | { readonly problem: Problem };

/** The token of the session that this page is in; the API's client sends it along. */
let csrf = '';

export const csrfToken = (): string => csrf;

const remember = (session: Session): Session => {
  csrf = session.signedIn ? session.csrf : '';
  return session;
};

const isSession = (body: unknown): body is Session => typeof memberOf(body, 'signedIn') === 'boolean';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session> => {
    const sent = await send('GET', '/session', { signal });
    if ('problem' in sent) throw new ProblemError(sent.problem);
    if (!isSession(sent.body)) throw new ProblemError({ kind: 'failed', message: messageOf(sent.body) });
    return remember(sent.body);
  },
  staleTime: 5 * 60_000,
});

const resultOf = (sent: Sent): SessionResult => {
  if ('problem' in sent) return sent;
  const { status, body } = sent;
  if (status === 200 && isSession(body) && body.signedIn) {
    remember(body);
    return { session: body };
  }
  const message = messageOf(body);
  const retryAfter = memberOf(body, 'retryAfter');
  if (status === 429) {
    return { problem: { kind: 'throttled', message, retryAfter: typeof retryAfter === 'number' ? retryAfter : 60 } };
  }
  return { problem: { kind: status >= 500 ? 'failed' : 'refused', message } };
};

export const signIn = async (email: string, password: string): Promise<SessionResult> =>
  resultOf(await send('POST', '/session', { body: { email, password } }));

/** What a one-time link sets; an e-mail address only for a person who has none yet. */
export interface NewPassword {
  readonly link: string;
  readonly password: string;
  readonly name?: string;
  readonly email?: string;
}

export const setPassword = async (given: NewPassword): Promise<SessionResult> =>
  resultOf(await send('POST', '/session/password', { body: given }));

/** Whom a one-time link is for; one that signs in has done so. */
export type LinkResult =
  | SessionResult
  | { readonly person: { readonly email: string; readonly name: string; readonly account: string } };

export const openLink = async (link: string): Promise<LinkResult> => {
  const sent = await send('POST', '/session/link', { body: { link } });
  if ('problem' in sent || memberOf(sent.body, 'signedIn') !== false) return resultOf(sent);
  const user = memberOf(sent.body, 'user');
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    person: {
      email: text(memberOf(user, 'email')),
      name: text(memberOf(user, 'name')),
      account: text(memberOf(memberOf(sent.body, 'account'), 'name')),
    },
  };
};

/** Ends this session, or all of this person's. */
export const signOut = async (everywhere: boolean): Promise<Problem | undefined> => {
  const sent = await send('DELETE', '/session', { body: { everywhere }, headers: { 'x-csrf-token': csrf } });
  if ('problem' in sent) return sent.problem;
  if (sent.status !== 204 && sent.status !== 401) return { kind: 'failed', message: messageOf(sent.body) };
  csrf = '';
  return undefined;
};
