/** Explorations that take too long for every run: `*.long.ts` beside a shorter one of their kind in `*.spec.ts`. */
const { testTimeout } = require('./jest.preset.cjs');

/** Rooms that have such files. */
const ROOMS = ['libs/chord', 'libs/store', 'libs/simulator', 'libs/engine-lmdb', 'apps/node'];

module.exports = {
  testTimeout,
  projects: ROOMS.map((room) => ({
    ...require(`./${room}/jest.config.cjs`),
    testMatch: ['<rootDir>/**/*.long.ts'],
  })),
};
