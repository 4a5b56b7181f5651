// Watches for a gross fall in speed: a ring of four beside a bare server in one short run. Fails only below
// half of the ratios in tools/performance.json; other load on the machine makes it say nothing.
//   node tools/performance.mjs            after a build; half a minute
//   node tools/performance.mjs --record   on a quiet machine, when the ring has become faster: writes the ratios down
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './lib/children.mjs';
import { best, floorOf, judge } from './lib/performance-floor.mjs';
import { fail } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { EXIT_SKIPPED } from './lib/steps.mjs';

const FLOOR = join(root, 'tools/performance.json');

/** @param {string} line @returns {never} */
function skip(line) {
  console.log(line);
  process.exit(EXIT_SKIPPED);
}

/**
 * @param {import('./lib/performance-floor.mjs').Recorded} [recorded] with it no more is measured than the verdict takes
 * @returns {Promise<import('./lib/performance-floor.mjs').Findings>}
 */
async function measure(recorded) {
  const args = recorded ? ['--floor', JSON.stringify(floorOf(recorded))] : [];
  const { code, output } = await run(process.execPath, ['dist/apps/bench/gate.mjs', ...args]);
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  if (code !== 0 || !line.startsWith('{')) fail(`${output}\nThe ring could not be measured.`);
  return JSON.parse(line);
}

async function main() {
  if (process.platform !== 'linux') skip('speed is measured by the accounting of Linux');
  if (process.argv.includes('--record')) {
    const findings = await measure();
    const measured = best(findings);
    if (!measured) fail('Other load on the machine disturbed the run. Record on a quiet machine.');
    writeFileSync(FLOOR, `${JSON.stringify(measured, null, 2)}\n`);
    console.log(`Recorded in tools/performance.json: ${JSON.stringify(measured)}`);
    return;
  }
  const recorded = JSON.parse(readFileSync(FLOOR, 'utf8'));
  const { verdict, lines } = judge(recorded, await measure(recorded));
  if (verdict === 'unjudged') skip(lines.join('; '));
  console.log(lines.map((line) => `measured: ${line}`).join('\n'));
  if (verdict === 'fallen')
    fail(
      'The ring has become more than twice as slow as recorded, in every round of this run. ' +
        'Find the change that did it with: node dist/apps/bench/compare.mjs --loads short ' +
        '--contenders bare,ring4 --build before=/path/to/an/older/dist/apps/node/main.mjs',
    );
}

await main();
