// Plays scenarios and prints their transcripts: npx nx run simulator:scenario -- [names] [--update]
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadSimulator } from './load-simulator.mjs';

const folder = new URL('../scenarios/', import.meta.url);
const { values, positionals } = parseArgs({
  options: { update: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const simulator = await loadSimulator();
const { nodeHost } = simulator;
const known = (await readdir(folder))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -5));

for (const name of positionals.length > 0 ? positionals : known) {
  const file = await readFile(new URL(`${name}.json`, folder), 'utf8');
  const scenario = simulator.readScenario(JSON.parse(file));
  const { transcript, failures } = await simulator.playScenario(nodeHost, scenario);
  console.log(`${transcript.join('\n')}\n`);
  if (values.update) await writeFile(new URL(`${name}.txt`, folder), `${transcript.join('\n')}\n`);
  if (failures.length > 0) process.exitCode = 1;
}
