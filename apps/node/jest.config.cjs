const preset = require('../../jest.preset.cjs');
const { keptWithoutHelpers } = require('../../jest.kept.cjs');
const { packages } = require('../../jest.packages.cjs');

module.exports = {
  ...preset,
  ...keptWithoutHelpers,
  moduleNameMapper: { ...preset.moduleNameMapper, ...packages },
  displayName: 'node',
  rootDir: __dirname,
  setupFiles: ['reflect-metadata'],
};
