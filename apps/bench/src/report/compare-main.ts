// The program `bench:compare`: options in; a table, results.json and results.svg out.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allContenders } from '../contenders';
import type { Contender } from '../contenders/contender';
import { chartOf } from './chart';
import { resultsOf } from './results';
import { reportText } from './report';
import { Stand } from '../stand/stand';
import { HELP, readOptions, type CompareOptions } from '../compare/options';
import { CompareRun } from '../compare/run-compare';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);

function choose(options: CompareOptions): Contender[] {
  const all = allContenders(root, options.builds);
  const unknown = options.contenders.filter((name) => !all.some((each) => each.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no contender is called ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`,
    );
  const wanted = all.filter(
    ({ name, onlyNamed }) =>
      (options.contenders.length === 0 && !onlyNamed) ||
      options.contenders.includes(name) ||
      options.builds.has(name),
  );
  for (const { name, missing } of wanted) if (missing) say(`${name} is left out: ${missing}`);
  const there = wanted.filter(({ missing }) => missing === undefined);
  if (there.length === 0) throw new Error('no contender is left');
  return there;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const stand = await Stand.open({ root, say, ...options });
  const contenders = choose(options);
  const findings = await new CompareRun(contenders, options, stand, say).run();
  const results = resultsOf(contenders, options, stand.ringPorts, findings);
  const out = resolve(root, options.out);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'results.json'), `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(join(out, 'results.svg'), chartOf(results));
  process.stdout.write(`${reportText(results)}\n`);
  say(`\n${join(out, 'results.json')}`);
  process.exit(0);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
