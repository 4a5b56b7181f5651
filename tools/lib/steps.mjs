// Knows what a test step is, how its result is counted, and how stages of steps are run side by side.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, script } from './children.mjs';
import { root } from './prepare.mjs';

const REPORTS = 'tmp/test';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */
/** @typedef {{ name: string, count: Count, seconds: number, output: string, left?: string[] }} Result `left`: what was skipped */
/** @typedef {{ name: string, run: () => Promise<Result> }} Step */

/**
 * A step that passes when its command ends with 0; it counts as one.
 * @param {string} name
 * @param {string} path the script of a package, below node_modules, or a file of ours
 * @param {readonly string[]} args
 * @returns {Step}
 */
export function command(name, path, args) {
  return {
    name,
    run: async () => {
      const { code, output, seconds } = await run(process.execPath, [path, ...args]);
      return {
        name,
        count: { passed: +(code === 0), failed: +(code !== 0), skipped: 0 },
        seconds,
        output,
      };
    },
  };
}

/**
 * A step that counts each test of a Jest run.
 * @param {string} name
 * @param {string} config
 * @param {readonly string[]} [args]
 * @returns {Step}
 */
export function jest(name, config, args = []) {
  const report = join(REPORTS, `${name}.json`);
  return {
    name,
    run: async () => {
      mkdirSync(join(root, REPORTS), { recursive: true });
      rmSync(join(root, report), { force: true });
      const { code, output, seconds } = await run(process.execPath, [
        script('jest/bin/jest.js'),
        ...['-c', config, '--ci', '--json', `--outputFile=${report}`],
        ...args,
      ]);
      const count = countJest(join(root, report), code);
      return { name, count, seconds, output, left: skippedTests(join(root, report)) };
    },
  };
}

/**
 * A step that cannot run here; it counts as one skipped.
 * @param {string} name
 * @param {string} reason
 * @returns {Step}
 */
export function skipped(name, reason) {
  const count = { passed: 0, failed: 0, skipped: 1 };
  const result = { name, count, seconds: 0, output: '', left: [reason] };
  return { name, run: async () => result };
}

/**
 * What a Jest report adds up to. A file that does not even load, no report, no test at all, or a
 * failure outside any test is one failure, so that nothing broken can look green.
 * @param {string} path
 * @param {number} code the exit code of Jest
 * @returns {Count}
 */
export function countJest(path, code) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  let failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  if (failed === 0 && (code !== 0 || passed + skipped === 0)) failed = 1;
  return { passed, failed, skipped };
}

/** @param {string} path @returns {string[]} the names of the tests that a Jest run left out */
function skippedTests(path) {
  try {
    const { testResults } = JSON.parse(readFileSync(path, 'utf8'));
    /** @type {{ status: string, fullName: string }[]} */
    const tests = testResults.flatMap((/** @type {any} */ file) => file.assertionResults);
    return tests
      .filter(({ status }) => /pending|todo/.test(status))
      .map(({ fullName }) => fullName);
  } catch {
    return [];
  }
}

/**
 * Runs steps, at most `width` at a time, in the order given.
 * @param {readonly Step[]} steps
 * @param {number} width
 * @param {(result: Result) => void} report called as each one ends
 * @returns {Promise<Result[]>}
 */
export async function runStage(steps, width, report) {
  /** @type {Result[]} */
  const results = [];
  const waiting = [...steps];
  const lane = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await step.run();
      report(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
