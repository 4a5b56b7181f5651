/**
 * What another Node can break, as short as it means something: the storage engine and the transports, with
 * their borrowed buffers and sockets, and a ring with the commands of the README.
 */
const { join } = require('node:path');
const { testTimeout } = require('../../jest.preset.cjs');

module.exports = {
  rootDir: join(__dirname, '../..'),
  testTimeout,
  projects: [
    require('../../libs/engine-lmdb/jest.config.cjs'),
    require('../../libs/transport/jest.config.cjs'),
    {
      ...require('../../apps/node-e2e/jest.config.cjs'),
      testMatch: ['<rootDir>/src/first-steps.e2e.ts'],
    },
  ],
};
