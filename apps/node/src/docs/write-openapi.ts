// Writes openapi.json from the code, or with --check reports that the committed one is stale.
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { createApp } from '../app/create-app';
import { configOf } from '../config/load-config';
import { SILENT } from '../log/logger';
import { createDocument } from '../openapi/document';

const FILE = 'openapi.json';

const app = await createApp({ config: configOf({ store: 'memory' }), log: SILENT });
const text = `${JSON.stringify(createDocument(app.nest), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
  process.stdout.write(`${FILE} is written.\n`);
} else if (readCommitted() === text) {
  process.stdout.write(`${FILE} is what the code says.\n`);
} else {
  process.stderr.write(`${FILE} is stale; run npx nx openapi node and commit it.\n`);
  process.exitCode = 1;
}
await app.stop();

function readCommitted(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '';
  }
}
