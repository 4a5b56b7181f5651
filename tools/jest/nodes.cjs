/**
 * What another Node can break, as short as it means something: the storage engine and the transports, with
 * their borrowed buffers and sockets, and a ring with the commands of the README.
 */
const { join } = require('node:path');
const { testTimeout } = require('../../jest.preset.cjs');

/** Only our own code runs in these, without a buffer or a socket, or they play a suite once more that is played. */
const ALIKE_ON_EACH_NODE = [
  'engine-lmdb/src/durability',
  'transport/src/(address/(address-policy|parse-address)|mux/open-calls)',
  'transport/src/(punctual-transport|peer-secret-transports|shared-endpoint)',
];

const short = (config) => ({
  ...config,
  testPathIgnorePatterns: [
    '/node_modules/',
    ...ALIKE_ON_EACH_NODE.map((files) => `/${files}\\.spec`),
  ],
});

module.exports = {
  rootDir: join(__dirname, '../..'),
  testTimeout,
  testSequencer: require.resolve('./longest-first.cjs'),
  projects: [
    short(require('../../libs/engine-lmdb/jest.config.cjs')),
    short(require('../../libs/transport/jest.config.cjs')),
    {
      ...require('../../jest.preset.cjs'),
      displayName: 'node-e2e',
      rootDir: join(__dirname, '../../apps/node-e2e'),
      testMatch: ['<rootDir>/src/first-steps.e2e.ts'],
    },
  ],
};
