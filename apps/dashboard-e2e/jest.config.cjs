/** A real browser against real nodes, from `dist`. One file at a time: rings share the machine. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'dashboard-e2e',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.e2e.ts'],
  maxWorkers: 1,
};
