/**
 * What projects add for Jest whose modules stay from one file of tests to the next: to load them anew, and to have the
 * engine make each of their functions fast anew, was a third of what the tests of the protocol took. Such modules must
 * keep nothing of what a file does with them.
 */
const { join } = require('node:path');

const kept = {
  testEnvironment: join(__dirname, 'tools/jest/kept-environment.cjs'),
  runtime: join(__dirname, 'tools/jest/kept-runtime.cjs'),
};

module.exports = {
  kept,
  /** Where helpers in folders `testing` know what a file has started, and end it: each file has its own. */
  keptWithoutHelpers: { ...kept, testEnvironmentOptions: { ownHelpers: true } },
};
