// Knows the storage by which Jest tells whose error it sees, and when to do without it.
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

/**
 * The same environment, whose tests and hooks run without Jest's own storage, and which leaves none
 * behind. A promise that is rejected and that nobody handles fails its file then instead of its test.
 * @param {typeof import('@jest/environment').JestEnvironment} Environment
 */
exports.withoutTestContext = (Environment) =>
  class extends Environment {
    async setup() {
      await super.setup();
      used.clear();
    }

    /** @param {import('@jest/types').Circus.Event} event @param {import('@jest/types').Circus.State} state */
    async handleTestEvent(event, state) {
      if (event.name === 'hook_start' || event.name === 'test_fn_start') {
        // It surrounds all others, so it is the first.
        const [own] = used;
        own?.disable();
      }
      await super.handleTestEvent?.(event, state);
    }

    async teardown() {
      for (const storage of used) storage.disable();
      used.clear();
      await super.teardown();
    }
  };
