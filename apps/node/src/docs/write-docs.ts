// Writes the generated parts of the documentation.
import { readFile, writeFile } from 'node:fs/promises';
import { withMadePart } from './made-part';
import { PAGES } from './pages';

for (const { file, make } of PAGES)
  await writeFile(file, withMadePart(await readFile(file, 'utf8'), await make()));
