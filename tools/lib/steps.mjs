// Knows what a test step is, how its result is counted, and how stages of steps are run side by side.
import { join } from 'node:path';
import { run, script } from './children.mjs';
import { root } from './prepare.mjs';

const REPORTER = join(root, 'tools/lib/jest-reporter.mjs');

/** @typedef {import('./jest-reporter.mjs').JestMessage} JestMessage */
/** @typedef {{ passed: number, failed: number, skipped: number }} Count */
/** @typedef {{ name: string, count: Count, seconds: number, output: string, left?: readonly string[] }} Result `left`: what was skipped */
/** @typedef {{ name: string, run: () => Promise<Result> }} Step */

/** The exit code of a command that could not judge anything here, as test programs have it since Automake. */
export const EXIT_SKIPPED = 77;

/**
 * A step that passes when its command ends with 0; it counts as one. With `EXIT_SKIPPED` it counts as
 * skipped, and its last line says why.
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
      const skipped = +(code === EXIT_SKIPPED);
      const count = { passed: +(code === 0), failed: +(code !== 0 && !skipped), skipped };
      const left = skipped ? output.trimEnd().split('\n').slice(-1) : [];
      return { name, count, seconds, output, left };
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
  return {
    name,
    run: async () => {
      const tally = new JestTally();
      const { code, output, seconds } = await run(
        process.execPath,
        [
          script('jest/bin/jest.js'),
          // The list of reporters would take the names of files that follow it for more of them.
          ...['--reporters=default', `--reporters=${REPORTER}`, '-c', config, '--ci'],
          ...args,
        ],
        { onMessage: (message) => tally.take(message), lastSeen: () => tally.atWork() },
      );
      return { name, count: tally.count(code), seconds, output, left: tally.left };
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
 * What a Jest run adds up to, from what its reporter tells while it runs: what has ended counts, also
 * when the rest never did. A file that does not even load, a file of which nothing was heard, no test at
 * all, or a failure outside any test is one failure, so that nothing broken can look green.
 */
export class JestTally {
  /** @type {number | undefined} */
  planned;
  files = 0;
  /** @type {string[]} */
  left = [];
  /** @type {string[]} */
  reasons = [];
  #passed = 0;
  #failed = 0;
  /** Tests that have begun and not ended. @type {Map<string, string>} */
  #running = new Map();

  /** @param {JestMessage} message */
  take(message) {
    if (message.type === 'planned') this.planned = message.files;
    if (message.type === 'begun') this.#running.set(keyOf(message), message.test);
    if (message.type === 'ended') this.#running.delete(keyOf(message));
    if (message.type === 'broken') this.reasons.push(message.reason);
    if (message.type !== 'file') return;
    this.files += 1;
    this.#passed += message.passed;
    this.#failed += message.failed;
    this.left.push(...message.left);
    if (message.reason) this.reasons.push(message.reason);
  }

  /** @param {number} code the exit code of Jest @returns {Count} */
  count(code) {
    const [passed, skipped] = [this.#passed, this.left.length];
    const isWhole = code === 0 && this.files === this.planned && passed + skipped > 0;
    // Jest's own code says that tests have failed; any other stands for something beside them.
    const isBroken = isWhole || (code === 1 && this.#failed > 0) ? 0 : 1;
    return { passed, failed: this.#failed + isBroken, skipped };
  }

  /** The tests that run now, in words. */
  atWork() {
    const tests = [...this.#running].map(([key, test]) => `${key.split('\n')[0]}: ${test}`);
    return tests.length > 0 ? `Running then: ${tests.join('; ')}` : 'No test was running.';
  }
}

/** @param {{ file: string, test: string }} message */
const keyOf = ({ file, test }) => `${file}\n${test}`;

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
