const { kept } = require('../../jest.kept.cjs');

/** A real browser against real nodes, from `dist`. One file at a time, unless the runner asks for more. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  ...kept,
  displayName: 'dashboard-e2e',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.e2e.ts'],
  testSequencer: require.resolve('../../tools/jest/longest-first.cjs'),
  globalSetup: '<rootDir>/src/harness/start-browser.ts',
  globalTeardown: '<rootDir>/src/harness/stop-browser.ts',
  maxWorkers: 1,
};
