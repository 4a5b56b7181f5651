// The storage by which Jest attributes an error to a test, and when to do without it.
const { AsyncLocalStorage } = require('node:async_hooks');

/**
 * Jest runs each test within an AsyncLocalStorage of its file. Before Node 24 a hook is called for every
 * promise and every storage that was ever used, and nobody disables those of files that have ended: the
 * promises of a process become slower with each file that it has run.
 * @type {Set<AsyncLocalStorage<unknown>>} in order of their first use in this file
 */
const used = new Set();

const { run } = AsyncLocalStorage.prototype;
/** @this {AsyncLocalStorage<unknown>} @param {any} args */
AsyncLocalStorage.prototype.run = function (...args) {
  used.add(this);
  return run.apply(this, args);
};

/** As Node has it. Jest has ten times as many, and simulated rings make errors by the hundred thousand. */
const FRAMES = 10;

/**
 * The same environment, whose tests and hooks run without Jest's own storage, and which leaves none
 * behind. A promise that is rejected and that nobody handles fails its file then instead of its test.
 * @param {typeof import('@jest/environment').JestEnvironment} Environment
 */
exports.withoutTestContext = (Environment) =>
  class extends Environment {
    async setup() {
      await super.setup();
      this.global.Error.stackTraceLimit = FRAMES;
      used.clear();
    }

    /** @param {import('@jest/types').Circus.Event} event @param {import('@jest/types').Circus.State} state */
    async handleTestEvent(event, state) {
      if (event.name === 'hook_start' || event.name === 'test_fn_start') {
        // It surrounds all others, so it is the first.
        const [own] = used;
        own?.disable();
      }
      if (event.name === 'test_fn_failure') await this.explain(event.error);
      await super.handleTestEvent?.(event, state);
    }

    /** What the file of tests has to say of a failure (`explainFailure`) is printed with it. @param {unknown} error */
    async explain(error) {
      const words = await this.global['explainFailure']?.();
      // Not `instanceof`: it is an error of the context of the test.
      if (!words || typeof error !== 'object' || error === null || !('stack' in error)) return;
      error.stack = `${error.stack}\n\n${words}`;
    }

    async teardown() {
      for (const storage of used) storage.disable();
      used.clear();
      await super.teardown();
    }
  };
