// The program `bench:compare`: options in; a table and results.json out.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allContenders } from '../contenders';
import type { Contender } from '../contenders/contender';
import { resultsOf } from '../report/results';
import { reportText } from '../report/report';
import { guardChildren } from '../system/children';
import { freePorts, ringPorts } from '../system/ports';
import { HELP, readOptions, type CompareOptions } from './options';
import { CompareRun } from './run-compare';

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
    ({ name }) =>
      options.contenders.length === 0 ||
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
  // On the disk of the workspace, where a node's data would lie; a temporary folder may be memory.
  mkdirSync(join(root, 'tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, 'tmp/bench-'));
  guardChildren(() => rmSync(folder, { recursive: true, force: true }));
  setTimeout(() => {
    say(`The run took longer than ${options.minutesMax} minutes (--minutes-max) and ends here.`);
    process.exit(1);
  }, options.minutesMax * 60_000).unref();

  const contenders = choose(options);
  const ring = await ringPorts(options.ports);
  const place = { root, ringPorts: ring, otherPorts: await freePorts(7, options.ports, ring) };
  const findings = await new CompareRun(contenders, options, place, folder, say).run();
  const results = resultsOf(contenders, options, ring, findings);
  const out = resolve(root, options.out);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'results.json'), `${JSON.stringify(results, null, 1)}\n`);
  process.stdout.write(`${reportText(results)}\n`);
  say(`\n${join(out, 'results.json')}`);
  process.exit(0);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
