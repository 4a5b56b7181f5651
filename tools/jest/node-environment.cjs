// The environment of tests that run in Node.
const { TestEnvironment } = require('jest-environment-node');
require('./compile-cache.cjs');
const { withoutTestContext } = require('./test-context.cjs');

module.exports = withoutTestContext(TestEnvironment);
