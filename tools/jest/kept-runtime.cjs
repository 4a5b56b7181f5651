// Keeps modules from one test file to the next where their environment is kept: all but the file itself, and its
// helpers where they know of it (`ownHelpers`).
const { default: Runtime } = require('jest-runtime');
const { KeptEnvironment } = require('./kept-environment.cjs');

/** Folders of helpers of tests, of ours. */
const HELPERS = /^(?!.*[\\/]node_modules[\\/]).*[\\/]testing[\\/]/;

/** Modules of Jest that compare values and write about them, and know of no test. */
const OF_WORDS =
  /node_modules[\\/](@jest[\\/]expect-utils|pretty-format|jest-(diff|matcher-utils|message-util))[\\/]/;

/** Those that have the modules that stay. @type {WeakMap<KeptEnvironment, Runtime>} */
const keepers = new WeakMap();

/** @param {ConstructorParameters<typeof Runtime>} args of the first file in the environment */
function keeperFor(...args) {
  const [config, environment, resolver, transformer, , coverage, , globalConfig] = args;
  if (!(environment instanceof KeptEnvironment)) return undefined;
  const keeper =
    keepers.get(environment) ??
    new Runtime(config, environment, resolver, transformer, new Map(), coverage, '', globalConfig);
  keepers.set(environment, keeper);
  return keeper;
}

module.exports = class extends Runtime {
  /** @param {ConstructorParameters<typeof Runtime>} args */
  constructor(...args) {
    super(...args);
    this.keeper = keeperFor(...args);
    // For the lines in the stacks of errors.
    if (this.keeper) this.transformCache.sourceMaps = this.keeper.getSourceMaps();
  }

  /** Jest asks for each module here. @param {Parameters<Runtime['requireModule']>} args */
  requireModule(...args) {
    if (!this.stays(...args)) return super.requireModule(...args);
    return this._environment.loading(() => this.keeper.requireModule(...args));
  }

  /** @param {Parameters<Runtime['requireModule']>} args */
  stays(from, name, options) {
    if (!this.keeper) return false;
    // Jest itself, with the tests that it knows, is another one for each file.
    if (options?.isInternalModule) return OF_WORDS.test(this._resolution.resolveCjs(from, name));
    if (name !== undefined && this._resolution.isCoreModule(name)) return false;
    const path = this._resolution.resolveCjs(from, name);
    const { ownHelpers = false } = this._config.testEnvironmentOptions;
    return path !== this._testPath && !(ownHelpers && HELPERS.test(path));
  }
};
