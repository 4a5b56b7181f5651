// Reports the progress of a Jest run, test by test, to the program that started it. Silent when nobody listens.
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './root.mjs';

/**
 * @typedef {{ type: 'planned', files: number }
 *   | { type: 'begun', file: string, test: string }
 *   | { type: 'ended', file: string, test: string, reason?: string }
 *   | { type: 'file' } & FileResult
 *   | { type: 'broken', reason: string }} JestMessage files from the root of the workspace
 * @typedef {object} FileResult
 * @property {string} file
 * @property {number} ms
 * @property {number} passed
 * @property {number} failed a file that does not load counts as one
 * @property {readonly string[]} left the names of the tests that were left out
 * @property {readonly { test: string, reason: string }[]} faults why tests failed
 */

/** @param {{ path: string }} test */
const fileOf = ({ path }) => relative(root, path);

/** Frames of packages and of Node say nothing about what is wrong here. */
const FOREIGN_FRAME = /^\s+at .*(node_modules|node:internal)/;

export default class ProgressReporter {
  /** @param {{ numTotalTestSuites: number }} results */
  onRunStart({ numTotalTestSuites: files }) {
    return tell({ type: 'planned', files });
  }

  /** @param {{ path: string }} test */
  onTestFileStart(test) {
    return tell({ type: 'begun', file: fileOf(test), test: 'loading' });
  }

  /** @param {{ path: string }} test @param {{ fullName: string }} info */
  onTestCaseStart(test, { fullName }) {
    return tell({ type: 'begun', file: fileOf(test), test: fullName });
  }

  /**
   * A failure is told at once: its file may never end.
   * @param {{ path: string }} test
   * @param {{ fullName: string, status: string, failureMessages: string[] }} result
   */
  onTestCaseResult(test, { fullName, status, failureMessages: [message = ''] }) {
    const failure = status === 'failed' ? faultOf(fullName, message) : { test: fullName };
    return tell({ type: 'ended', file: fileOf(test), ...failure });
  }

  /** @param {{ path: string }} test @param {any} result of the file, a `TestResult` of Jest */
  onTestResult(test, result) {
    /** @type {{ status: string, fullName: string, failureMessages: string[] }[]} */
    const tests = result.testResults;
    const { testExecError, failureMessage, perfStats } = result;
    const faults = tests
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages: [reason = ''] }) => faultOf(fullName, reason));
    if (testExecError) faults.push(faultOf('the file itself', failureMessage ?? ''));
    return tell({
      ...{ type: 'file', file: fileOf(test), ms: perfStats.runtime },
      ...{ passed: result.numPassingTests, failed: faults.length, faults },
      left: tests
        .filter(({ status }) => !/passed|failed/.test(status))
        .map(({ fullName }) => fullName),
    });
  }

  /** @param {unknown} _contexts @param {{ runExecError?: { message: string } }} results */
  async onRunComplete(_contexts, { runExecError }) {
    if (runExecError) await tell({ type: 'broken', reason: runExecError.message });
  }
}

/** @param {string} test @param {string} message of Jest, with its colours and its whole stack */
function faultOf(test, message) {
  const lines = stripVTControlCharacters(message).split('\n');
  return { test, reason: lines.filter((line) => !FOREIGN_FRAME.test(line)).join('\n') };
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
