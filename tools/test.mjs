// Knows everything that has to be green: `npm test`. The last line it prints is the sum.
import { availableParallelism } from 'node:os';
import { ensureChromium } from './lib/chromium.mjs';
import { killAll, script } from './lib/children.mjs';
import { measurePatience } from './lib/patience.mjs';
import { prepare } from './lib/prepare.mjs';
import { command, jest, runStage, skipped } from './lib/steps.mjs';

const NX = script('nx/dist/bin/nx.js');

/** Apart from the others: what those load makes virtual time crawl in the same process. */
const VIRTUAL = ['chord', 'store', 'simulator'];

/** @param {string} name @param {'--selectProjects' | '--ignoreProjects'} which */
const unit = (name, which) => jest(name, 'jest.config.cjs', ['--maxWorkers=2', which, ...VIRTUAL]);

/** @param {readonly string[]} args */
const nx = (...args) => ['run-many', '--outputStyle=static', ...args];

/** @param {import('./lib/steps.mjs').Result} result */
function report({ name, count, seconds, output, left = [] }) {
  const mark = count.failed > 0 ? 'FAILED ' : count.passed === 0 ? 'skipped' : 'ok     ';
  const sum =
    `${count.passed} passed, ${count.failed} failed` +
    (count.skipped ? `, ${count.skipped} skipped` : '');
  console.log(`${mark} ${name.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s   ${sum}`);
  if (count.failed > 0) console.log(`\n${output.trimEnd()}\n\n--- end of ${name}\n`);
  for (const [line] of output.matchAll(/^measured: .*$/gm)) console.log(`        ${line}`);
  for (const what of left) console.log(`        skipped: ${what}`);
}

/**
 * @param {{ path?: string, advice?: string }} chromium
 * @returns {import('./lib/steps.mjs').Step[][]} stages; steps of one stage may run side by side
 */
function stages({ path, advice }) {
  return [
    [
      command('build', NX, nx('-t', 'build')),
      unit('unit-virtual', '--selectProjects'),
      unit('unit-other', '--ignoreProjects'),
      command('lint', script('eslint/bin/eslint.js'), ['.', '--max-warnings', '0']),
      command('typecheck', NX, nx('-t', 'typecheck', '--parallel=1')),
      command('format', script('prettier/bin/prettier.cjs'), ['--check', '.']),
    ],
    [
      command('openapi', 'dist/apps/node/write-openapi.mjs', ['--check']),
      command('api-client', 'libs/api-client/tools/generate.mjs', ['--check']),
      command('postman', 'tools/postman.mjs', ['--check']),
      command('sbom', 'tools/sbom.mjs', []),
    ],
    [jest('node-e2e', 'apps/node-e2e/jest.config.cjs')],
    // Alone: what runs beside it would be measured too.
    [command('performance', 'tools/performance.mjs', [])],
    [
      path
        ? jest('dashboard-e2e', 'apps/dashboard-e2e/jest.config.cjs')
        : skipped('dashboard-e2e', advice ?? ''),
    ],
  ];
}

async function main() {
  prepare();
  measurePatience();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      killAll();
      process.exit(130);
    });
  }
  const chromium = await ensureChromium();
  if (chromium.path) process.env['CHROMIUM'] = chromium.path;

  const startedMs = performance.now();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const stage of stages(chromium)) {
    for (const { count } of await runStage(stage, Math.min(2, availableParallelism()), report)) {
      sum.passed += count.passed;
      sum.failed += count.failed;
      sum.skipped += count.skipped;
    }
  }
  const minutes = (performance.now() - startedMs) / 60_000;
  console.log(`\n${minutes.toFixed(1)} minutes`);
  const skips = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
  console.log(`${sum.passed} passed, ${sum.failed} failed${skips}`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}

await main();
