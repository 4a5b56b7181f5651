// The OpenAPI document, made from the code.
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { VERSION } from '../config/version';
import { problemExamples } from '../http/problem/problems.decorator';

const DESCRIPTION = `One member of a Chord ring: a key-value store that needs no master. Every node answers every request.

The plain-text API (\`/dht\`, \`/db\`) is for people and curl, the JSON API (\`/api/v1\`) for programs. Every
error of either is problem details after RFC 9457 with a \`code\` for programs and the \`requestId\` of the log.`;

const TOKEN =
  'A token of the `--tokens-file`, at a node that has one: `Authorization: Bearer TOKEN`';
const COOKIE =
  'What `POST /api/v1/session` gives a browser for a token; the name of the cookie ends with the port of the node';

/** @param basePath the path under which a proxy exposes the node; empty at the root */
export function createDocument(app: INestApplication, basePath = ''): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Chord node')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer(basePath || '/', 'This node')
    .addBearerAuth({ type: 'http', description: TOKEN }, 'token')
    .addCookieAuth(
      'chord_session',
      { type: 'apiKey', in: 'cookie', description: COOKIE },
      'session',
    )
    .addTag('Values, plain text', 'Put, get and delete, as one types it')
    .addTag('Ring, plain text', 'Membership and pointers, as one types it')
    .addTag('Keys', 'Values with versions and conditions')
    .addTag('Ring', 'Members, lookups and events as JSON')
    .addTag('Dashboard', 'Pages for a browser')
    .addTag('Operations', 'Health, metrics, leaving and stopping')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = { ...document.components, examples: problemExamples() };
  // A node without tokens requires none.
  document.security = [{}, { token: [] }, { session: [] }];
  for (const path of Object.values(document.paths)) describeBodies(path);
  return document;
}

/** Bodies of several types get the schema of each: Swagger UI offers a file for bytes. */
function describeBodies({ put, post }: OpenAPIObject['paths'][string]): void {
  for (const operation of [put, post]) {
    const body = operation?.requestBody;
    if (!body || !('content' in body)) continue;
    const bytes = body.content['application/octet-stream'];
    if (!bytes) continue;
    bytes.schema = { type: 'string', format: 'binary' };
    if (body.content['application/json']) {
      body.content['application/json'] = { schema: {}, example: { any: 'JSON' } };
    }
  }
}
