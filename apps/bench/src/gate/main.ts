// The program behind tools/performance.mjs: one short run, its ratios as JSON on stdout.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ring } from '../contenders/ring';
import { Stand } from '../stand/stand';
import type { Floor } from './is-enough';
import { runGate } from './run-gate';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);
const PORTS = { first: 24_400, last: 24_799 };
/** All its parts are bounded; this ends a run that hangs. */
const MINUTES_MAX = 15;

async function main(): Promise<void> {
  const stand = await Stand.open({ root, ports: PORTS, minutesMax: MINUTES_MAX, say });
  const { values } = parseArgs({ options: { floor: { type: 'string' } } });
  const floor = values.floor === undefined ? undefined : (JSON.parse(values.floor) as Floor);
  const main = join(root, 'dist/apps/node/main.mjs');
  const four = ring({ name: 'ring4', about: 'four durable nodes', nodes: 4, main });
  if (four.missing) throw new Error(four.missing);
  process.stdout.write(`${JSON.stringify(await runGate(stand, four, floor))}\n`);
  process.exit(0);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
