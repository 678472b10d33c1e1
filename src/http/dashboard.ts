import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** The built dashboard, beside the compiled program: `dist/web`. */
const BUILT = fileURLToPath(new URL('../../web/', import.meta.url));

/** First words of the paths that the dashboard's own router knows. Everything else that is unknown stays unknown. */
const CLIENT_ROUTES = [
  'access',
  'addresses',
  'changes',
  'customers',
  'events',
  'guessing',
  'licenses',
  'log',
  'machines',
  'products',
  'settings',
  'sign-in',
  'start',
  'welcome',
] as const;

/** Stands in index.html where the nonce of an answer goes. */
const NONCE_PLACE = '__NONCE__';

/**
 * Nothing on the page may be fetched from, or sent to, any other place than this server. The nonce is for the style
 * elements that the dashboard's components make.
 */
const contentSecurityPolicy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

type Answer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Every page but those for who is not signed in asks for the session first: the browser begins with it at once. */
const SESSION_FIRST = '</session>; rel=preload; as=fetch; crossorigin';
const WITHOUT_SESSION = /^\/(?:sign-in|welcome)\b/i;

const answerPage =
  (page: string): Answer =>
  (request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    if (!WITHOUT_SESSION.test(request.url)) reply.header('link', SESSION_FIRST);
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-security-policy', contentSecurityPolicy(nonce))
      .header('referrer-policy', 'same-origin')
      .header('x-content-type-options', 'nosniff')
      .send(page.replaceAll(NONCE_PLACE, nonce));
  };

const answerNotBuilt: Answer = (_request, reply) =>
  reply
    .code(404)
    .type('text/plain; charset=utf-8')
    .send('The dashboard is not built here: `npm run build` builds it. The API is at /api, its reference at /docs.\n');

/** Paths of programs: what is not there is answered as they read it, to browsers too. */
const OF_PROGRAMS = /^\/(?:api|assets|docs|ext|healthz|openapi\.json|readyz|session)(?:\/|$)/;

/** A browser follows a link or an address was typed; programs do not ask for HTML first. */
const isNavigation = ({ method, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && /^\s*text\/html\b/i.test(headers.accept ?? '');

/** Answers an unknown path (plain, in lower case) where a browser asks for a page; null: it does not. */
export type UnknownPage = (path: string, request: FastifyRequest, reply: FastifyReply) => FastifyReply | null;

/** The dashboard, whose router says that there is no such page. Where it is not built, that is not mentioned. */
export const unknownPage = (directory = BUILT): UnknownPage => {
  const page = builtPage(directory);
  return (path, request, reply) =>
    page === null || OF_PROGRAMS.test(path) || !isNavigation(request) ? null : page(request, reply.code(404));
};

/** null: it is not built. */
const builtPage = (directory: string): Answer | null => {
  const path = `${directory}/index.html`;
  return existsSync(path) ? answerPage(readFileSync(path, 'utf8')) : null;
};

/**
 * The dashboard: its page under `/` and every path of its router, its scripts and styles under `/assets`, whose names
 * carry a digest of what is in them. `directory` is where it was built.
 */
export const registerDashboard = (app: FastifyInstance, directory = BUILT): void => {
  const page = builtPage(directory);
  const answer = page ?? answerNotBuilt;
  app.get('/', answer);
  for (const route of CLIENT_ROUTES) {
    app.get(`/${route}`, answer);
    // What follows may be a key or a machine code, whatever its text and length.
    app.get(`/${route}/*`, answer);
  }
  if (page === null) return;
  void app.register(fastifyStatic, {
    root: `${directory}/assets`,
    prefix: '/assets/',
    index: false,
    // Compressed when it was built.
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    setHeaders: (response) => {
      response.setHeader('x-content-type-options', 'nosniff');
    },
  });
};
