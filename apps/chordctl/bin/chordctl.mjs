#!/usr/bin/env node
// Starts what `nx build chordctl` has made; npm links this file when it installs, before anything is built.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, '../../../dist/apps/chordctl/main.mjs');
if (existsSync(main)) {
  await import(pathToFileURL(main).href);
} else {
  console.error('chordctl is not built yet: run `npx nx build chordctl` in the clone.');
  process.exitCode = 70;
}
