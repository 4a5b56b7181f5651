// Knows how the API's description and Swagger UI are served.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { createDocument } from './document';

const DOCS_PATH = 'docs';

/** Swagger UI writes styles into its page; scripts it has only in files. */
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

/** Has to be called before the app is initialised. The document is made when it is first asked for. */
export function serveDocs(app: NestFastifyApplication, basePath: string): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.addHook('onRoute', (route) => {
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
  SwaggerModule.setup(DOCS_PATH, app, () => createDocument(app, basePath), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Chord node: API',
    swaggerOptions: { tryItOutEnabled: true, displayRequestDuration: true, validatorUrl: null },
  });
}
