// The program `bench:document`: puts the tables and the picture of the last runs into docs/performance.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { clientsNotes, clientsTable, type ClientsResults } from '../clients/report';
import { largeTable, type LargeResults } from '../large/report';
import { microTable, type MicroRow } from '../micro/report';
import { chartOf } from './chart';
import { documentBlock, replaceBlock } from './document';
import { FORMAT, type Results } from './results';
import { markdownTable } from '../tables/table';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const from = resolve(root, process.argv[2] ?? 'dist/bench/compare/results.json');
const document = join(root, 'docs/performance.md');

const results = JSON.parse(readFileSync(from, 'utf8')) as Results;
if (results.format !== FORMAT)
  throw new Error(`${from} has format ${results.format}, not ${FORMAT}: measure again`);

/** What another program has left in dist/bench, if it ran; else its block stays as it is. */
function lastRun<T>(name: string): T | undefined {
  const file = join(root, 'dist/bench', name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

const large = lastRun<LargeResults>('large.json');
const clients = lastRun<ClientsResults>('clients.json');
const micro = lastRun<MicroRow[]>('micro.json');
const blocks = {
  run: documentBlock(results),
  ...(large && { large: markdownTable(largeTable(large)) }),
  ...(clients && {
    clients: [markdownTable(clientsTable(clients)), ...clientsNotes(clients)].join('\n\n'),
  }),
  ...(micro && { micro: markdownTable(microTable(micro)) }),
};
const replaced = Object.entries(blocks).reduce(
  (text, [name, block]) => replaceBlock(text, name, block),
  readFileSync(document, 'utf8'),
);
const options = { ...(await resolveConfig(document)), filepath: document };
writeFileSync(document, await format(replaced, options));
writeFileSync(join(root, 'docs/images/performance.svg'), chartOf(results));
console.log(
  `${document} shows the run of ${results.at}; blocks: ${Object.keys(blocks).join(', ')}`,
);
