import type { Config } from 'jest';

/** The unit tests of the workspace. The e2e projects are run by `npm test` after the build. */
const config: Config = {
  /** No test is decided by time. In a run of several projects Jest takes this value, and not theirs. */
  testTimeout: 120_000,
  projects: [
    '<rootDir>/libs/*/jest.config.cjs',
    '<rootDir>/apps/node/jest.config.cjs',
    '<rootDir>/apps/dashboard/jest.config.cjs',
    '<rootDir>/tools/jest.config.cjs',
  ],
};

export default config;
