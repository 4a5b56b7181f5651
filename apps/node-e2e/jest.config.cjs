/** Real processes on loopback, from `dist/apps/node`. One file at a time: rings share the machine. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'node-e2e',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.e2e.ts'],
  maxWorkers: 1,
};
