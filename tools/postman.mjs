// Writes the Postman collection from openapi.json. With --check it only says whether the committed one is up to date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './lib/root.mjs';
import { collectionOf } from './postman/collection.mjs';

const target = join(root, 'postman/chord-dht.postman_collection.json');

const openapi = JSON.parse(await readFile(join(root, 'openapi.json'), 'utf8'));
const text = `${JSON.stringify(await collectionOf(openapi), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
} else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
  console.error('The Postman collection does not belong to openapi.json: run `npm run generate`.');
  process.exitCode = 1;
}
