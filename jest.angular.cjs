/** What the Angular projects share in Jest: jsdom, templates and styles through jest-preset-angular, no zone. */
const { join } = require('node:path');
const { moduleNameMapper, testTimeout } = require('./jest.preset.cjs');

/** As one file: its five hundred would be read anew for each file of tests. */
const d3 = { '^d3$': join(__dirname, 'node_modules/d3/dist/d3.js') };

module.exports = {
  testEnvironment: require.resolve('./tools/jest/angular-environment.cjs'),
  testTimeout,
  testMatch: ['<rootDir>/**/*.spec.ts'],
  moduleNameMapper: { ...moduleNameMapper, ...d3 },
  moduleFileExtensions: ['ts', 'mjs', 'js', 'html', 'json'],
  transform: {
    '^.+\\.(ts|mjs|js|html|svg)$': [
      'jest-preset-angular',
      { tsconfig: '<rootDir>/tsconfig.spec.json', stringifyContentPathRegex: '\\.(html|svg)$' },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!.*\\.mjs$)'],
  snapshotSerializers: [
    'jest-preset-angular/build/serializers/no-ng-attributes',
    'jest-preset-angular/build/serializers/ng-snapshot',
    'jest-preset-angular/build/serializers/html-comment',
  ],
};
