// The program `bench:clients`: thousands of silent connections, and slow readers, at a ring of four.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allContenders } from '../contenders';
import { table } from '../tables/table';
import { Stand } from '../stand/stand';
import { readNumber, readPorts, readWhole } from '../system/flags';
import { clientsNotes, clientsTable } from './report';
import { ClientsRun } from './run-clients';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);
const HELP = `npx nx run bench:clients -- [options]

What clients cost the others that do little: idle connections that are kept, and readers of a value of
1 MiB who take 8 KiB of it four times a second, with 32 clients who get small values meanwhile.

  --connections N      idle connections (default 10000)
  --hold SECONDS       how long they stay idle (default 15)
  --readers N          slow readers (default 16)
  --rounds N           with and without slow readers, in turn (default 5)
  --duration SECONDS   of each measurement (default 3)
  --contender NAME     (default ring4)
  --ports FIRST-LAST   ports to take (default 24000-24399)
  --minutes-max N      the run ends itself after so long (default 15)
  --out FOLDER         where clients.json goes (default dist/bench)`;

const FLAGS = {
  connections: { type: 'string', default: '10000' },
  hold: { type: 'string', default: '15' },
  readers: { type: 'string', default: '16' },
  rounds: { type: 'string', default: '5' },
  duration: { type: 'string', default: '3' },
  contender: { type: 'string', default: 'ring4' },
  ports: { type: 'string', default: '24000-24399' },
  'minutes-max': { type: 'string', default: '15' },
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
    connections: readWhole('connections', values.connections, 1, 100_000),
    holdMs: readNumber('hold', values.hold, 0, 60) * 1000,
    readers: readWhole('readers', values.readers, 1, 1_000),
    rounds: readWhole('rounds', values.rounds, 1, 100),
    durationMs: readNumber('duration', values.duration, 0.2, 600) * 1000,
  };
  const minutesMax = readNumber('minutes-max', values['minutes-max'], 0.1, 600);
  const stand = await Stand.open({ root, ports: readPorts(values.ports), minutesMax, say });
  const contender = allContenders(root, new Map()).find(({ name }) => name === values.contender);
  if (!contender) throw new Error(`no contender is called ${values.contender}`);
  if (contender.missing) throw new Error(contender.missing);
  const findings = await ClientsRun.of(contender, options, stand, say);
  const out = resolve(root, values.out);
  mkdirSync(out, { recursive: true });
  writeFileSync(
    join(out, 'clients.json'),
    `${JSON.stringify({ options, ...findings }, null, 1)}\n`,
  );
  const results = { options, ...findings };
  const notes = clientsNotes(results).join('\n');
  process.stdout.write(`${table(clientsTable(results))}\n\n${notes}\n`);
  process.exit(0);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
