// The environment of tests that run in Node.
const { TestEnvironment } = require('jest-environment-node');
const { withoutTestContext } = require('./test-context.cjs');

module.exports = withoutTestContext(TestEnvironment);
