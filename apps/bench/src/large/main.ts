// The program `bench:large`: values of 1 MB, a ring of four beside etcd.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allContenders } from '../contenders';
import { table } from '../tables/table';
import { Stand } from '../stand/stand';
import { readNumber, readPorts, readWhole } from '../system/flags';
import { largeTable } from './report';
import { runLarge } from './run-large';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);
const MB = 1_000_000;
const HELP = `npx nx run bench:large -- [options]

Values of 1 MB by many clients, a ring of four beside etcd in one run, with small requests meanwhile.

  --duration SECONDS   of each measurement (default 8)
  --rounds N           medians are over so many rounds (default 3)
  --clients N          with large values (default 32)
  --contenders LIST    names with commas (default ring4,etcd3)
  --ports FIRST-LAST   ports to take (default 24000-24399)
  --minutes-max N      the run ends itself after so long (default 30)
  --out FOLDER         where large.json goes (default dist/bench)`;

const FLAGS = {
  duration: { type: 'string', default: '8' },
  rounds: { type: 'string', default: '3' },
  clients: { type: 'string', default: '32' },
  contenders: { type: 'string', default: 'ring4,etcd3' },
  ports: { type: 'string', default: '24000-24399' },
  'minutes-max': { type: 'string', default: '30' },
  out: { type: 'string', default: 'dist/bench' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: FLAGS });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const options = {
    durationMs: readNumber('duration', values.duration, 0.5, 600) * 1000,
    rounds: readWhole('rounds', values.rounds, 1, 100),
    clients: readWhole('clients', values.clients, 1, 1_024),
    valueBytes: MB,
  };
  const minutesMax = readNumber('minutes-max', values['minutes-max'], 0.1, 600);
  const stand = await Stand.open({ root, ports: readPorts(values.ports), minutesMax, say });
  const names = values.contenders.split(',');
  const chosen = allContenders(root, new Map()).filter(({ name }) => names.includes(name));
  for (const { name, missing } of chosen) if (missing) say(`${name} is left out: ${missing}`);
  const there = chosen.filter(({ missing }) => missing === undefined);
  const rows = await runLarge(there, options, stand, say);
  const out = resolve(root, values.out);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'large.json'), `${JSON.stringify({ options, rows }, null, 1)}\n`);
  process.stdout.write(`${table(largeTable({ options, rows }))}\n`);
  process.exit(0);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
