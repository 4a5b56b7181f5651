// Knows the description of the whole API, made from the code.
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { VERSION } from '../config/version';

const DESCRIPTION = `One member of a Chord ring: a key-value store that needs no master. Every node answers every request.

The plain-text API (\`/dht\`, \`/db\`) is for people and curl, the JSON API (\`/api/v1\`) for programs. Every
error of either is problem details after RFC 9457 with a \`code\` for programs and the \`requestId\` of the log.`;

export function createDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Chord node')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer('/', 'This node')
    .addTag('Values, plain text', 'Put, get and delete, as one types it')
    .addTag('Ring, plain text', 'Membership and pointers, as one types it')
    .addTag('Keys', 'Values with versions and conditions')
    .addTag('Ring', 'Members, lookups and events as JSON')
    .addTag('Operations', 'Health, metrics, leaving and stopping')
    .build();
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_, method) => method });
}
