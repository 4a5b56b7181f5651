/** A real browser against real nodes, from `dist`. One file at a time: rings share the machine. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'dashboard-e2e',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.e2e.ts'],
  globalSetup: '<rootDir>/src/harness/start-browser.ts',
  globalTeardown: '<rootDir>/src/harness/stop-browser.ts',
  maxWorkers: 1,
};
