// Runs all steps, shows their progress, and reports at the end which have failed and why.
import { LOGS } from './steps.mjs';
import { clock, Progress } from './progress.mjs';
import { schedule } from './schedule.mjs';

/** @typedef {import('./steps.mjs').Step} Step */
/** @typedef {import('./steps.mjs').Result} Result */
/** @typedef {import('./steps.mjs').Count} Count */

const REASON_WIDTH = 160;

/**
 * Runs steps and tells about them. The last line it prints is the sum over all of them.
 * @param {readonly Step[]} steps
 * @param {number} cores
 * @param {import('./progress.mjs').Screen} [screen]
 * @returns {Promise<{ count: Count, results: Result[] }>}
 */
export async function runSteps(steps, cores, screen = process.stdout) {
  /** @type {Set<Step>} */
  const running = new Set();
  let over = 0;
  const progress = new Progress(() => statusOf(steps, running, over), screen).start();
  for (const step of steps) {
    const tally = step.progress?.();
    if (tally) tally.onFault = (fault) => progress.print(`failed  ${lineOf(step.name, fault)}`);
  }
  const results = await schedule(steps, {
    cores,
    hasPassed: ({ count }) => count.failed === 0 && count.passed > 0,
    began: (step) => running.add(step),
    ended: (step, result) => {
      running.delete(step);
      over += 1;
      for (const line of linesOf(result)) progress.print(line);
    },
  });
  progress.stop();
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const result of results) {
    count.passed += result.count.passed;
    count.failed += result.count.failed;
    count.skipped += result.count.skipped;
  }
  const failed = results.filter((result) => result.count.failed > 0);
  const lines = [...failed.flatMap(detailsOf), ...failed.flatMap(summaryOf)];
  lines.push('', `Took ${clock(progress.elapsedMs)} minutes.`, sentenceOf(count));
  screen.write(`${lines.join('\n')}\n`);
  return { count, results };
}

/** @param {Count} count */
const sentenceOf = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed` + (skipped ? `, ${skipped} skipped` : '');

/** How far it is, in one line. @param {readonly Step[]} steps @param {Set<Step>} running @param {number} over */
function statusOf(steps, running, over) {
  const sum = { files: 0, planned: 0, tests: 0, failed: 0 };
  for (const { progress } of steps) {
    const tally = progress?.();
    sum.files += tally?.files ?? 0;
    sum.planned += tally?.expected ?? 0;
    sum.tests += tally?.tests ?? 0;
    sum.failed += tally?.failed ?? 0;
  }
  const now = [...running].map(({ name, progress }) => {
    const files = (progress?.().current ?? []).map((file) => file.split('/').at(-1));
    return files.length > 0 ? `${name} (${files.join(', ')})` : name;
  });
  const files = `, ${sum.files} of ${sum.planned} files, ${sum.tests} tests (${sum.failed} failed)`;
  return `${over} of ${steps.length} steps${sum.planned ? files : ''}; now ${now.join(', ')}`;
}

/** @param {Result} result what stays to be read of a step that has ended */
function linesOf({ name, count, seconds, output, left = [] }) {
  const mark = count.failed > 0 ? 'FAILED ' : count.passed === 0 ? 'skipped' : 'ok     ';
  const time = `${seconds.toFixed(1).padStart(6)} s`;
  return [
    `${mark} ${name.padEnd(20)} ${time}   ${sentenceOf(count)}`,
    ...[...output.matchAll(/^measured: .*$/gm)].map(([line]) => `        ${line}`),
    ...left.map((what) => `        skipped: ${what}`),
  ];
}

/** @param {Result} result in full, why it has failed */
function detailsOf({ name, faults }) {
  return faults.flatMap(({ file, test, reason }) => [
    '',
    `--- ${file ? `${file}: ${test}` : test} (${name}; all its words are in ${LOGS}/${name}.log)`,
    '',
    reason.trimEnd(),
  ]);
}

/** @param {Result} result what has failed, a line each, last, so that nobody has to look for it */
function summaryOf({ name, faults }) {
  return ['', ...faults.map((fault) => `FAILED  ${lineOf(name, fault)}`)];
}

/** @param {string} name @param {import('./steps.mjs').Fault} fault */
function lineOf(name, { file, test, reason }) {
  const where = file ? `${name}: ${file}: ${test}` : test;
  return `${where}: ${firstLineOf(reason)}`;
}

/** @param {string} reason */
function firstLineOf(reason) {
  const lines = reason.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '');
  return (said.find((line) => /error|expect/i.test(line)) ?? said[0] ?? '').slice(0, REASON_WIDTH);
}
