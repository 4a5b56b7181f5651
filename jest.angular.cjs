/** What the Angular projects share in Jest: jsdom, templates and styles through jest-preset-angular, no zone. */
const { moduleNameMapper, testTimeout } = require('./jest.preset.cjs');

module.exports = {
  testEnvironment: require.resolve('./tools/jest/angular-environment.cjs'),
  testTimeout,
  testMatch: ['<rootDir>/**/*.spec.ts'],
  moduleNameMapper,
  moduleFileExtensions: ['ts', 'mjs', 'js', 'html', 'json'],
  transform: {
    '^.+\\.(ts|mjs|js|html|svg)$': [
      'jest-preset-angular',
      { tsconfig: '<rootDir>/tsconfig.spec.json', stringifyContentPathRegex: '\\.(html|svg)$' },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!.*\\.mjs$|(?:.+/)?(?:d3|d3-.*|internmap|delaunator|robust-predicates)/)',
  ],
  snapshotSerializers: [
    'jest-preset-angular/build/serializers/no-ng-attributes',
    'jest-preset-angular/build/serializers/ng-snapshot',
    'jest-preset-angular/build/serializers/html-comment',
  ],
};
