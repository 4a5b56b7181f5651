// Runs everything that has to pass: `npm test`. The last line it prints is the sum.
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
import { formatSteps, oxlintSteps } from './lib/text-steps.mjs';
import { typeSteps } from './lib/type-steps.mjs';
import { buildStep, coresOf, runAll } from './lib/whole-run.mjs';

/** @typedef {import('./lib/steps.mjs').Step} Step */

const SECONDS = 'tools/jest/seconds.json';
const SECONDS_MIN = 2;
/** The steps whose files are recorded; the short runs on other Nodes have some of the same files. */
const RECORDED = ['unit', 'node-e2e', 'dashboard-e2e'];
/** Files of real processes wait for them most of the time, so two share the machine well. */
const RINGS_AT_A_TIME = 2;
const UNIT_FOLDERS = [
  'libs',
  'apps/node',
  'apps/dashboard',
  'apps/bench',
  'apps/chordctl',
  'tools',
];

/**
 * What takes all cores first, and beside it the longest that waits for real processes. The shorter ones of
 * that kind take a core each when it is free, so that they do not queue behind that one. The longest come
 * first, so that no core is idle while another works at one of them. Compilers and linters wait for nobody, and have
 * what the others leave.
 * @param {number} cores
 * @param {{ path?: string, advice?: string }} chromium
 * @returns {Step[]}
 */
function allSteps(cores, { path, advice }) {
  const real = { needs: ['build'] };
  const rings = Math.min(cores, RINGS_AT_A_TIME);
  const fills = { fills: true };
  return [
    buildStep(),
    unit('unit', 'jest.config.cjs', '.spec.ts', cores),
    realProcesses('node-e2e', rings, { ...real, waits: true }),
    path ? realProcesses('dashboard-e2e', rings, real) : skipped('dashboard-e2e', advice ?? ''),
    ...LINES.filter((line) => line !== ownLine).map((line) => shortOn(line, rings, real)),
    // Without the graph of projects, which the build leaves, the rule about their borders says nothing.
    command('lint', script('eslint/bin/eslint.js'), ['.', '--max-warnings', '0'], {
      ...real,
      ...fills,
    }),
    ...typeSteps(undefined, fills),
    ...oxlintSteps([], fills),
    ...formatSteps(undefined, fills),
    command('sbom', 'tools/sbom.mjs', [], fills),
    command('openapi', 'dist/apps/node/write-openapi.mjs', ['--check'], { ...real, ...fills }),
    command('api-client', 'libs/api-client/tools/generate.mjs', ['--check'], fills),
    command('postman', 'tools/postman.mjs', ['--check'], fills),
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

/** @param {string} name @param {number} workers @param {import('./lib/steps.mjs').Place} place */
function realProcesses(name, workers, place) {
  const files = countFiles([`apps/${name}`], '.e2e.ts');
  const args = [`--maxWorkers=${workers}`];
  return jest(name, `apps/${name}/jest.config.cjs`, args, { ...place, files });
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

/** @param {readonly Step[]} steps */
function record(steps) {
  const all = steps
    .filter(({ name }) => RECORDED.includes(name))
    .flatMap(({ progress }) => [...(progress?.().seconds ?? [])]);
  const long = all
    .filter(([, seconds]) => seconds >= SECONDS_MIN)
    .sort(([, a], [, b]) => b - a)
    .map(([file, seconds]) => [file, Math.round(seconds)]);
  writeFileSync(join(root, SECONDS), `${JSON.stringify(Object.fromEntries(long), null, 2)}\n`);
  console.log(`Recorded in ${SECONDS}.`);
}

function options() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        record: { type: 'boolean', default: false },
        long: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const [why] = /** @type {Error} */ (error).message.split('. To specify');
    return fail(
      `${why}. There are --only NAMES (steps, with commas between them), --record and --long.`,
    );
  }
}

async function main() {
  const values = options();
  await prepare();
  const cores = coresOf();
  const chromium = values.long ? {} : await ensureChromium();
  if (chromium.path) process.env['CHROMIUM'] = chromium.path;
  const steps = choose(values.long ? longSteps(cores) : allSteps(cores, chromium), values.only);
  await runAll(steps, cores);
  if (values.record) record(steps);
}

await main();
