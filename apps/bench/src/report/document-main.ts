// The program `bench:document`: puts the table and the picture of a run into docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { chartOf } from './chart';
import { documentBlock, replaceBlock } from './document';
import { FORMAT, type Results } from './results';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const from = resolve(root, process.argv[2] ?? 'dist/bench/compare/results.json');
const document = join(root, 'docs/performance.md');

const results = JSON.parse(readFileSync(from, 'utf8')) as Results;
if (results.format !== FORMAT)
  throw new Error(`${from} has format ${results.format}, not ${FORMAT}: measure again`);
const replaced = replaceBlock(readFileSync(document, 'utf8'), 'run', documentBlock(results));
const options = { ...(await resolveConfig(document)), filepath: document };
writeFileSync(document, await format(replaced, options));
writeFileSync(join(root, 'docs/images/performance.svg'), chartOf(results));
console.log(`${document} and its picture show the run of ${results.at}.`);
