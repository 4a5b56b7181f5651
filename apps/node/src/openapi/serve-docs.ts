// Serves the OpenAPI document and Swagger UI.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { createDocument } from './document';
import { forPeople } from './for-people';
import { DocsPacker } from './pack-docs';

const DOCS_PATH = 'docs';

/** Swagger UI has inline styles in its page; its scripts are files. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Has to be called before the app is initialised. The document is created at the first request. */
export function serveDocs(app: NestFastifyApplication, basePath: string): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  const packer = new DocsPacker();
  server.addHook('onRoute', (route) => {
    if (!route.url.startsWith(`/${DOCS_PATH}`) && route.url !== '/openapi.json') return;
    route.onSend = [
      ...[route.onSend ?? []].flat(),
      (request, reply, body) => packer.pack(request, reply, body),
    ];
    if (!route.url.startsWith(`/${DOCS_PATH}`)) return;
    const hooks = [route.onRequest ?? []].flat();
    route.onRequest = [
      ...hooks,
      (_request, reply, done) => {
        reply.header('content-security-policy', POLICY);
        done();
      },
    ];
  });
  let document: OpenAPIObject | undefined;
  const whole = (): OpenAPIObject => (document ??= createDocument(app, basePath));
  SwaggerModule.setup(DOCS_PATH, app, () => forPeople(whole()), {
    raw: false,
    customSiteTitle: 'Chord node: API',
    swaggerOptions: { tryItOutEnabled: true, displayRequestDuration: true, validatorUrl: null },
  });
  // Programs get the full document, with each error under each operation.
  server.get('/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(whole())),
  );
}
