/** The unit tests of the workspace. The e2e projects are run by `npm test` after the build. */
const { testTimeout } = require('./jest.preset.cjs');

module.exports = {
  /** In a run of several projects Jest takes this value, and not theirs. */
  testTimeout,
  testSequencer: require.resolve('./tools/jest/longest-first.cjs'),
  /** A worker that has run many files is replaced before it needs more than a small machine has. */
  workerIdleMemoryLimit: '1GB',
  projects: [
    '<rootDir>/libs/*/jest.config.cjs',
    '<rootDir>/apps/node/jest.config.cjs',
    '<rootDir>/apps/dashboard/jest.config.cjs',
    '<rootDir>/apps/bench/jest.config.cjs',
    '<rootDir>/apps/chordctl/jest.config.cjs',
    '<rootDir>/tools/jest.config.cjs',
  ],
};
