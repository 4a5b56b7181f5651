// Knows everything that has to be green: `npm test`. The last line it prints is the sum.
//   npm test -- --only lint,unit    some of it, by the names of its steps
//   npm test -- --record            write down how long files of tests take, for the order of the next runs
//   npm run test:long               the explorations that take too long for every run
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium } from './lib/chromium.mjs';
import { script } from './lib/children.mjs';
import { countFiles } from './lib/files.mjs';
import { LINES, ownLine } from './lib/nodes.mjs';
import { shortOn } from './lib/node-steps.mjs';
import { fail, prepare } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { command, jest, skipped } from './lib/steps.mjs';
import { buildStep, coresOf, NX, runAll } from './lib/whole-run.mjs';

/** @typedef {import('./lib/steps.mjs').Step} Step */

const SECONDS = 'tools/jest/seconds.json';
const SECONDS_MIN = 2;
const UNIT_FOLDERS = ['libs', 'apps/node', 'apps/dashboard', 'apps/bench', 'tools'];

/**
 * What takes all cores first, and beside it what waits for real processes.
 * @param {number} cores
 * @param {{ path?: string, advice?: string }} chromium
 * @returns {Step[]}
 */
function allSteps(cores, { path, advice }) {
  const real = { waits: true, needs: ['build'] };
  return [
    buildStep(),
    unit('unit', 'jest.config.cjs', '.spec.ts', cores),
    command(
      'typecheck',
      NX,
      ['run-many', '--outputStyle=static', '-t', 'typecheck', `--parallel=${cores}`],
      { width: cores },
    ),
    command('lint', script('eslint/bin/eslint.js'), ['.', '--max-warnings', '0']),
    command('format', script('prettier/bin/prettier.cjs'), ['--check', '.']),
    command('sbom', 'tools/sbom.mjs', []),
    command('openapi', 'dist/apps/node/write-openapi.mjs', ['--check'], { needs: ['build'] }),
    command('api-client', 'libs/api-client/tools/generate.mjs', ['--check']),
    command('postman', 'tools/postman.mjs', ['--check']),
    realProcesses('node-e2e', real),
    path ? realProcesses('dashboard-e2e', real) : skipped('dashboard-e2e', advice ?? ''),
    ...LINES.filter((line) => line !== ownLine).map((line) => shortOn(line, real)),
    command('performance', 'tools/performance.mjs', [], { alone: true, needs: ['build'] }),
  ];
}

/** @param {string} name @param {string} config @param {string} ending @param {number} cores */
function unit(name, config, ending, cores) {
  return jest(name, config, [`--maxWorkers=${cores}`], {
    width: cores,
    files: countFiles(UNIT_FOLDERS, ending),
  });
}

/** @param {string} name @param {import('./lib/steps.mjs').Place} place */
function realProcesses(name, place) {
  const files = countFiles([`apps/${name}`], '.e2e.ts');
  return jest(name, `apps/${name}/jest.config.cjs`, [], { ...place, files });
}

/** @param {number} cores @returns {Step[]} */
function longSteps(cores) {
  const step = unit('long', 'jest.long.cjs', '.long.ts', cores);
  return [step.progress?.().expected ? step : skipped('long', 'there is none (*.long.ts)')];
}

/** @param {readonly Step[]} steps @param {string | undefined} only names, with commas between them */
function choose(steps, only) {
  if (only === undefined) return steps;
  const names = only.split(',');
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0)
    fail(`No step is named ${unknown}. There are: ${steps.map(({ name }) => name).join(', ')}`);
  return steps
    .filter(({ name }) => names.includes(name))
    .map((step) => ({ ...step, needs: step.needs?.filter((name) => names.includes(name)) ?? [] }));
}

/** Of the unit tests alone: the short run on another Node has some of the same files. @param {readonly Step[]} steps */
function record(steps) {
  const tests = steps.find(({ name }) => name === 'unit');
  const all = [...(tests?.progress?.().seconds ?? [])];
  const long = all
    .filter(([file, seconds]) => seconds >= SECONDS_MIN && file.endsWith('.spec.ts'))
    .sort(([, a], [, b]) => b - a)
    .map(([file, seconds]) => [file, Math.round(seconds)]);
  writeFileSync(join(root, SECONDS), `${JSON.stringify(Object.fromEntries(long), null, 2)}\n`);
  console.log(`Recorded in ${SECONDS}.`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      record: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
    },
  });
  await prepare();
  const cores = coresOf();
  const chromium = values.long ? {} : await ensureChromium();
  if (chromium.path) process.env['CHROMIUM'] = chromium.path;
  const steps = choose(values.long ? longSteps(cores) : allSteps(cores, chromium), values.only);
  await runAll(steps, cores);
  if (values.record) record(steps);
}

await main();
