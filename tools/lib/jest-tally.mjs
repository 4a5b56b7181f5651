// Sums up a run of Jest from its reporter's messages.

/** @typedef {import('./jest-reporter.mjs').JestMessage} JestMessage */
/** @typedef {import('./steps.mjs').Count} Count */
/** @typedef {import('./steps.mjs').Fault} Fault */

/**
 * What has ended counts, also when the rest never did. A file that does not even load, a file of which
 * nothing was heard, no test at all, or a failure outside any test is one failure, so that nothing broken
 * can look green.
 */
export class JestTally {
  /** How many files there are, as soon as Jest knows. @type {number | undefined} */
  planned;
  /** How many there are, as far as anybody knows now. */
  expected;
  /** Hears of each test that fails, at once. @type {(fault: Fault) => void} */
  onFault = () => {};
  /** How many have ended. */
  files = 0;
  /** How many tests have ended, also of files that have not. */
  tests = 0;
  passed = 0;
  /** Of files that have ended. */
  #failed = 0;
  /** The names of the tests that were left out. @type {string[]} */
  left = [];
  /** Of files that have ended, and of the run itself. @type {Fault[]} */
  #faults = [];
  /** Of files that have not ended, by file. @type {Map<string, Fault[]>} */
  #early = new Map();
  /** How long each file took, seconds. @type {Map<string, number>} */
  seconds = new Map();
  /** Files that have begun and not ended, each with the test that began last. @type {Map<string, string>} */
  #running = new Map();

  /** @param {number} [expected] */
  constructor(expected = 0) {
    this.expected = expected;
  }

  /** @param {JestMessage} message */
  take(message) {
    if (message.type === 'planned') this.planned = this.expected = message.files;
    if (message.type === 'begun') this.#running.set(message.file, message.test);
    if (message.type === 'ended') this.#takeTest(message);
    if (message.type === 'broken')
      this.#faults.push({ file: '', test: 'the run', reason: message.reason });
    if (message.type === 'file') this.#takeFile(message);
  }

  /** @param {{ file: string, test: string, reason?: string }} message */
  #takeTest({ file, test, reason }) {
    this.tests += 1;
    if (reason === undefined) return;
    const fault = { file, test, reason };
    this.#early.set(file, [...(this.#early.get(file) ?? []), fault]);
    this.onFault(fault);
  }

  /** @param {import('./jest-reporter.mjs').FileResult} message */
  #takeFile(message) {
    const told = new Set(this.#early.get(message.file)?.map(({ test }) => test));
    this.#early.delete(message.file);
    this.#running.delete(message.file);
    this.files += 1;
    this.passed += message.passed;
    this.#failed += message.failed;
    this.left.push(...message.left);
    this.seconds.set(message.file, message.ms / 1000);
    for (const { test, reason } of message.faults) {
      const fault = { file: message.file, test, reason };
      this.#faults.push(fault);
      if (!told.has(test)) this.onFault(fault);
    }
  }

  /** How many tests have failed, also of files that have not ended. */
  get failed() {
    return [...this.#early.values()].reduce((sum, { length }) => sum + length, this.#failed);
  }

  /** Why. @returns {Fault[]} */
  get faults() {
    return [...this.#faults, ...[...this.#early.values()].flat()];
  }

  /** @param {number} code the exit code of Jest @returns {Count} */
  count(code) {
    const { passed, failed } = this;
    const skipped = this.left.length;
    const isWhole = code === 0 && this.files === this.planned && passed + skipped > 0;
    // Jest's own code says that tests have failed; any other stands for something beside them.
    const isBroken = isWhole || (code === 1 && failed > 0) ? 0 : 1;
    return { passed, failed: failed + isBroken, skipped };
  }

  /** The files that run now. */
  get current() {
    return [...this.#running.keys()];
  }

  /** What runs now, in words. */
  atWork() {
    const tests = [...this.#running].map(([file, test]) => `${file}: ${test}`);
    return tests.length > 0 ? `Running then: ${tests.join('; ')}` : 'No test was running.';
  }
}
