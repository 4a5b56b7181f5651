#!/usr/bin/env node
// `chord-dht` and `chord-dht serve` start a node; every other word is a command of `chordctl`.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HELP = `A masterless, durable key-value store on a Chord ring.

Usage: chord-dht [serve] [options]    start a node; the dashboard is at http://localhost:5000/
   or: chord-dht COMMAND [options]    ask a ring, as \`chordctl COMMAND\` does: get, put, ls, ring, ...

  chord-dht serve --help              the options of a node
  chord-dht help                      the commands
  chord-dht --version                 the version

A ring of three on one machine, each in a shell of its own:

  chord-dht serve --port 5000
  chord-dht serve --port 5001 --join localhost:5000
  chord-dht serve --port 5002 --join localhost:5000
`;

const [word = 'serve', ...others] = process.argv.slice(2);
const start = (program) => import(new URL(`../${program}/main.mjs`, import.meta.url).href);

if (word === '--help' || word === '-h') {
  process.stdout.write(HELP);
} else if (word === '--version') {
  const manifest = fileURLToPath(new URL('../package.json', import.meta.url));
  process.stdout.write(`${JSON.parse(readFileSync(manifest, 'utf8')).version}\n`);
} else if (word === 'serve' || word.startsWith('-')) {
  process.argv.splice(2, Infinity, ...(word === 'serve' ? others : [word, ...others]));
  await start('node');
} else {
  await start('chordctl');
}
