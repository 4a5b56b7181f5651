// Writes src/schema.gen.ts from the committed openapi.json. With --check it only says whether that is up to date.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const workspace = new URL('../../../', import.meta.url);
const source = new URL('openapi.json', workspace);
const target = new URL('libs/api-client/src/schema.gen.ts', workspace);
const heading =
  '/** Generated from openapi.json by openapi-typescript. Do not edit: run `npx nx run api-client:generate`. */\n';

const text = heading + astToString(await openapiTS(source, { alphabetize: true }));
if (process.argv.includes('--check')) {
  const committed = await readFile(target, 'utf8').catch(() => '');
  if (committed !== text) {
    console.error(
      'schema.gen.ts does not belong to openapi.json: run `npx nx run api-client:generate`.',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}
