// The environment of tests whose modules stay: one for all files of a project that a process runs, so that the code
// under test need not be loaded anew, and stays as fast as the engine has made it.
const { TestEnvironment } = require('jest-environment-node');
const OwnEnvironment = require('./node-environment.cjs');
const { withoutTestContext } = require('./test-context.cjs');

/** What would hold for the first file alone when a module that stays does it while it is loaded. */
const OF_ONE_FILE = ['add_hook', 'add_test', 'start_describe_definition'];

/** What a file of tests has changed of the globals is undone when it ends; the environment itself stays. */
class LastingEnvironment extends TestEnvironment {
  /** @param {ConstructorParameters<typeof TestEnvironment>} args */
  constructor(...args) {
    super(...args);
    this.atFirst = Object.getOwnPropertyDescriptors(this.global);
    // Jest wraps it anew for each file.
    this.exit = this.global.process.exit;
  }

  async teardown() {
    this.fakeTimersModern?.dispose();
    this.global.process.exit = this.exit;
    // Symbols too: there Jest keeps who hears of each test.
    for (const name of Reflect.ownKeys(this.global)) {
      const before = this.atFirst[name];
      if (!before) Reflect.deleteProperty(this.global, name);
      else if (before.configurable) Object.defineProperty(this.global, name, before);
    }
  }
}

class KeptEnvironment extends withoutTestContext(LastingEnvironment) {
  isLoading = false;

  /** @template T @param {() => T} load of a module that stays, with all that it needs */
  loading(load) {
    const wasLoading = this.isLoading;
    this.isLoading = true;
    try {
      return load();
    } finally {
      this.isLoading = wasLoading;
    }
  }

  /** @param {import('@jest/types').Circus.Event} event @param {import('@jest/types').Circus.State} state */
  handleTestEvent(event, state) {
    if (this.isLoading && OF_ONE_FILE.includes(event.name))
      throw new Error(
        'A module that stays for other files of tests must not add to the tests of one.',
      );
    return super.handleTestEvent(event, state);
  }
}

/** By project. @type {Map<string, KeptEnvironment>} */
const kept = new Map();

/**
 * For `new`, which takes what a function returns. Where somebody waits for changes of the code, or counts which of it
 * runs, each file has an environment of its own.
 * @param {import('@jest/environment').JestEnvironmentConfig} config
 * @param {import('@jest/environment').EnvironmentContext} context
 */
function environmentOf(config, context) {
  const { watch, watchAll, collectCoverage } = config.globalConfig;
  if (watch || watchAll || collectCoverage) return new OwnEnvironment(config, context);
  const { id } = config.projectConfig;
  const environment = kept.get(id) ?? new KeptEnvironment(config, context);
  kept.set(id, environment);
  return environment;
}

module.exports = Object.assign(environmentOf, { KeptEnvironment });
