import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** The built dashboard, beside the compiled program: `dist/web`. */
const BUILT = fileURLToPath(new URL('../../web/', import.meta.url));

/** The placeholder in index.html for the nonce of an answer. */
const NONCE_PLACE = '__NONCE__';

/**
 * The page may only fetch from and send to this server. The nonce is for style elements that the dashboard's components
 * create.
 */
const contentSecurityPolicy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

type Answer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Pages with a session request it first, so the browser preloads it. */
const SESSION_FIRST = '</session>; rel=preload; as=fetch; crossorigin';

const answerPage =
  (page: string, isPublic: boolean): Answer =>
  (_request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    if (!isPublic) reply.header('link', SESSION_FIRST);
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

/** The built dashboard. */
interface BuiltDashboard {
  /** index.html. */
  readonly page: string;
  /** The first words of its pages' paths: `log` of `/log` and of `/log/$id`. */
  readonly firstWords: ReadonlyMap<string, { readonly isPublic: boolean }>;
}

/** paths.json: the dashboard's own list of its pages. */
const listedPages = z.array(z.object({ path: z.string().startsWith('/'), isPublic: z.boolean() }));

/** null: not built. */
const builtDashboard = (directory: string): BuiltDashboard | null => {
  const path = `${directory}/index.html`;
  if (!existsSync(path)) return null;
  const pages = listedPages.parse(JSON.parse(readFileSync(`${directory}/paths.json`, 'utf8')));
  return {
    page: readFileSync(path, 'utf8'),
    firstWords: new Map(pages.map(({ path, isPublic }) => [path.split('/')[1] ?? '', { isPublic }])),
  };
};

/** Paths of programs: unknown ones get JSON, from browsers too. */
const OF_PROGRAMS = /^\/(?:api|assets|docs|ext|healthz|openapi\.json|readyz|session)(?:\/|$)/;

/** A browser's navigation; programs do not prefer HTML. */
const isNavigation = ({ method, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && /^\s*text\/html\b/i.test(headers.accept ?? '');

/** Answers an unknown path (plain, in lower case) for a browser's navigation; null: not one. */
export type UnknownPage = (path: string, request: FastifyRequest, reply: FastifyReply) => FastifyReply | null;

/** The dashboard, whose router says that there is no such page. */
export const unknownPage = (directory = BUILT): UnknownPage => {
  const built = builtDashboard(directory);
  if (built === null) return () => null;
  const answer = answerPage(built.page, false);
  return (path, request, reply) =>
    OF_PROGRAMS.test(path) || !isNavigation(request) ? null : answer(request, reply.code(404));
};

/**
 * The dashboard: its page under the paths that its build lists, its scripts and styles under `/assets`, whose names carry
 * a digest of what is in them. `directory` is where it was built.
 */
export const registerDashboard = (app: FastifyInstance, directory = BUILT): void => {
  const built = builtDashboard(directory);
  if (built === null) {
    app.get('/', answerNotBuilt);
    app.get('/*', (request, reply) =>
      OF_PROGRAMS.test(request.url.toLowerCase()) ? reply.callNotFound() : answerNotBuilt(request, reply),
    );
    return;
  }
  for (const [word, { isPublic }] of built.firstWords) {
    const answer = answerPage(built.page, isPublic);
    app.get(`/${word}`, answer);
    // The rest may be a key or a machine code of any text and length.
    if (word !== '') app.get(`/${word}/*`, answer);
  }
  void app.register(fastifyStatic, {
    root: `${directory}/assets`,
    prefix: '/assets/',
    index: false,
    // Compressed when it was built.
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply) => {
      reply.header('x-content-type-options', 'nosniff');
    },
  });
};
