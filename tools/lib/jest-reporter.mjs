// Knows how a Jest run tells the program that started it how far it is, test by test. Says nothing when
// nobody listens.
import { relative } from 'node:path';
import { root } from './prepare.mjs';

/**
 * @typedef {{ type: 'planned', files: number }
 *   | { type: 'begun', file: string, test: string }
 *   | { type: 'ended', file: string, test: string }
 *   | { type: 'file' } & FileResult
 *   | { type: 'broken', reason: string }} JestMessage
 * @typedef {object} FileResult
 * @property {string} file from the root of the workspace
 * @property {number} ms
 * @property {number} passed
 * @property {number} failed a file that does not load counts as one
 * @property {readonly string[]} left the names of the tests that were left out
 * @property {string} reason why tests failed, as Jest words it; empty when none has
 */

/** @param {{ path: string }} test */
const fileOf = ({ path }) => relative(root, path);

export default class ProgressReporter {
  /** @param {{ numTotalTestSuites: number }} results */
  onRunStart({ numTotalTestSuites: files }) {
    return tell({ type: 'planned', files });
  }

  /** @param {{ path: string }} test @param {{ fullName: string }} info */
  onTestCaseStart(test, { fullName }) {
    return tell({ type: 'begun', file: fileOf(test), test: fullName });
  }

  /** @param {{ path: string }} test @param {{ fullName: string }} result */
  onTestCaseResult(test, { fullName }) {
    return tell({ type: 'ended', file: fileOf(test), test: fullName });
  }

  /** @param {{ path: string }} test @param {any} result of the file, a `TestResult` of Jest */
  onTestResult(test, result) {
    const { testExecError, failureMessage, testResults, perfStats } = result;
    return tell({
      type: 'file',
      file: fileOf(test),
      ms: perfStats.runtime,
      passed: result.numPassingTests,
      failed: result.numFailingTests + (testExecError ? 1 : 0),
      left: testResults
        .filter((/** @type {{ status: string }} */ { status }) => !/passed|failed/.test(status))
        .map((/** @type {{ fullName: string }} */ { fullName }) => fullName),
      reason: failureMessage ?? '',
    });
  }

  /** @param {unknown} _contexts @param {{ runExecError?: { message: string } }} results */
  async onRunComplete(_contexts, { runExecError }) {
    if (runExecError) await tell({ type: 'broken', reason: runExecError.message });
  }
}

/**
 * Resolves when the message has left, so that the end of the process loses none.
 * @param {JestMessage} message
 * @returns {Promise<void>}
 */
function tell(message) {
  return new Promise((resolve) => {
    if (!process.send) return resolve();
    process.send(message, () => resolve());
  });
}
