import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { permissionsOf } from '../domain/entities/roles.js';
import { normalizeEmail } from '../domain/identity/email.js';
import { SENTENCES } from '../domain/sentences.js';
import { setPasswordByLink } from '../engine/administration/people.js';
import type { Engine } from '../engine/engine.js';
import type { Person, Session } from '../engine/identity/sessions.js';
import { SignInThrottle } from '../engine/identity/signInThrottle.js';
import { LIMITS } from '../limits.js';
import { addressOf } from './callerAddress.js';
import { RequestFault, UNSUPPORTED_TYPE } from './faults.js';
import { giveCookie, hasCsrf, sessionOf, takeCookie } from './sessionCookie.js';

/**
 * Signing in to the dashboard. Not methods of the API: their answers are JSON without its envelope, their bodies JSON with
 * its type, which no other site can send without being asked first.
 */

const WRONG = 'The e-mail address or the password is wrong.';
const TOO_MANY = 'Too many attempts. Try again later.';
const PASSWORD_LENGTH = `The password must have ${LIMITS.passwordChars.min} to ${LIMITS.passwordChars.max} characters.`;
const NO_CSRF = 'The header X-CSRF-Token is missing or wrong.';

const secret = z.string().max(LIMITS.secretChars);
/** Text that PostgreSQL stores unchanged. */
const storable = z.string().refine((text) => !text.includes('\0') && text.isWellFormed());

const signInBody = z.object({ email: z.string().max(1000), password: z.string().max(10_000) });
const signOutBody = z.object({ everywhere: z.boolean().default(false) });
const linkBody = z.object({ link: secret });
const passwordBody = z.object({
  link: secret,
  password: z.string().min(LIMITS.passwordChars.min, PASSWORD_LENGTH).max(LIMITS.passwordChars.max, PASSWORD_LENGTH),
  name: storable.trim().min(1).max(LIMITS.nameChars).optional(),
  email: storable.trim().max(LIMITS.emailChars, SENTENCES.emailIncorrect).optional(),
});

/** Throws `RequestFault`. No body at all is an empty object. */
const readBody = <Schema extends z.ZodType>({ body, headers }: FastifyRequest, schema: Schema): z.output<Schema> => {
  const text = typeof body === 'string' ? body.trim() : '';
  if (text !== '' && !/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new RequestFault(415, UNSUPPORTED_TYPE);
  }
  let value: unknown = {};
  try {
    if (text !== '') value = JSON.parse(text);
  } catch {
    throw new RequestFault(400, SENTENCES.inputIncorrect);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const own = read.error.issues.find(({ message }) => OWN_SENTENCES.includes(message));
  throw new RequestFault(400, own?.message ?? SENTENCES.inputIncorrect);
};

const OWN_SENTENCES: readonly string[] = [PASSWORD_LENGTH, SENTENCES.emailIncorrect];

const shownAccount = ({ accountId, accountName }: Person) => ({ id: accountId, name: accountName });

const shown = ({ csrf, person }: Session) => ({
  signedIn: true,
  csrf,
  user: { id: person.userId, email: person.email, name: person.name, role: person.role },
  account: shownAccount(person),
  permissions: permissionsOf(person.role),
});

/** The new session replaces the browser's old one. */
const begin = async (engine: Engine, request: FastifyRequest, reply: FastifyReply, session: Session) => {
  const earlier = await sessionOf(engine, request);
  if (earlier !== null) await engine.sessions.signOut(earlier, false);
  giveCookie(request, reply, session);
  return shown(session);
};

export const registerSession = (app: FastifyInstance, engine: Engine): void => {
  const throttle = new SignInThrottle();
  const noStore = (reply: FastifyReply): FastifyReply => reply.header('cache-control', 'no-store');

  app.get('/session', { exposeHeadRoute: false }, async (request, reply) => {
    noStore(reply);
    const session = await sessionOf(engine, request);
    return session === null ? { signedIn: false } : shown(session);
  });

  app.post('/session', async (request, reply) => {
    noStore(reply);
    const { email: given, password } = readBody(request, signInBody);
    const now = Date.now();
    const email = normalizeEmail(given) ?? '';
    const address = addressOf(request);
    const wait = throttle.begin(email, address, now);
    if (wait !== null) {
      const retryAfter = Math.ceil(wait / 1000);
      return reply.code(429).header('retry-after', retryAfter).send({ message: TOO_MANY, retryAfter });
    }
    const session = await engine.sessions.signIn(email, password, now).catch((error: unknown) => {
      throttle.forgive(email, address, now);
      throw error;
    });
    if (session === null) return reply.code(401).send({ message: WRONG });
    throttle.forgive(email, address, now);
    return begin(engine, request, reply, session);
  });

  app.delete('/session', async (request, reply) => {
    noStore(reply);
    const { everywhere } = readBody(request, signOutBody);
    const session = await sessionOf(engine, request);
    if (session !== null) {
      if (!hasCsrf(session, request)) throw new RequestFault(403, NO_CSRF);
      await engine.sessions.signOut(session, everywhere);
    }
    takeCookie(request, reply);
    return reply.code(204).send();
  });

  // What a link is for; one that signs in does so.
  app.post('/session/link', async (request, reply) => {
    noStore(reply);
    const { link } = readBody(request, linkBody);
    const found = await engine.sessions.personOfLink(link, Date.now());
    if (found === null) return reply.code(410).send({ message: SENTENCES.linkUsed });
    const { person } = found;
    if (!found.signsIn) {
      return { signedIn: false, user: { email: person.email, name: person.name }, account: shownAccount(person) };
    }
    const session = await engine.sessions.signInByLink(link, Date.now());
    if (session === null) return reply.code(410).send({ message: SENTENCES.linkUsed });
    return begin(engine, request, reply, session);
  });

  app.post('/session/password', async (request, reply) => {
    noStore(reply);
    const { link, password, name, email: given } = readBody(request, passwordBody);
    const email = given === undefined ? undefined : normalizeEmail(given);
    if (email === null) throw new RequestFault(400, SENTENCES.emailIncorrect);
    const set = await setPasswordByLink(engine, link, { password, name, email }, addressOf(request));
    if ('session' in set) return begin(engine, request, reply, set.session);
    return reply.code(set.refusal === SENTENCES.linkUsed ? 410 : 400).send({ message: set.refusal });
  });
};
