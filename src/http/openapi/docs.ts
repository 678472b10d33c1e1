import { type FastifyInstance, fastify } from 'fastify';
import type { Method } from '../../methods/define.js';
import type { ExtMethod } from '../../methods/ext/define.js';
import { programVersion } from '../../programVersion.js';
import { openApiDocument } from './openapi.js';

/** The page may only fetch from and send to this server. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

/** `GET /openapi.json`, and under `/docs` an interactive reference made from it. */
export const registerDocs = (
  app: FastifyInstance,
  methods: readonly Method[],
  extMethods: readonly ExtMethod[],
): void => {
  let document: string | undefined;
  app.get('/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(methods, extMethods, programVersion()));
    return reply.type('application/json; charset=utf-8').send(document);
  });
  let reference: Promise<FastifyInstance> | undefined;
  const answerDocs = async (path: string) => {
    // Four megabytes of JavaScript: loaded on first use, not at every start.
    reference ??= referenceServer();
    return await (await reference).inject(path);
  };
  app.get('/docs', (_request, reply) => reply.redirect('/docs/index.html'));
  for (const [path, inside] of [
    ['/docs/index.html', '/docs/'],
    ['/docs/js/scalar.js', '/docs/js/scalar.js'],
  ] as const) {
    app.get(path, async (_request, reply) => {
      const { statusCode, headers, rawPayload } = await answerDocs(inside);
      return reply
        .code(statusCode)
        .header('content-type', headers['content-type'])
        .header('content-security-policy', CONTENT_SECURITY_POLICY)
        .send(rawPayload);
    });
  }
};

/** A separate server that never listens and only renders the reference. */
const referenceServer = async (): Promise<FastifyInstance> => {
  const { default: apiReference } = await import('@scalar/fastify-api-reference');
  const app = fastify();
  await app.register(apiReference, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Keyledger API',
      withDefaultFonts: false,
      telemetry: false,
      operationTitleSource: 'path',
      hideModels: true,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
    },
  });
  await app.ready();
  return app;
};
