// The environment of tests of Angular components.
const JsdomEnvironment = require('jest-preset-angular/environments/jest-jsdom-env');
require('./compile-cache.cjs');
const { withoutTestContext } = require('./test-context.cjs');

module.exports = withoutTestContext(JsdomEnvironment.default ?? JsdomEnvironment);
