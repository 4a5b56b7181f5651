/** Real processes on loopback, from `dist/apps/node`. One file at a time, unless the runner asks for more. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'node-e2e',
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.e2e.ts'],
  testSequencer: require.resolve('../../tools/jest/longest-first.cjs'),
  maxWorkers: 1,
};
