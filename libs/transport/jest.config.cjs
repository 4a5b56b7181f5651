const preset = require('../../jest.preset.cjs');
const { packages } = require('../../jest.packages.cjs');

module.exports = {
  ...preset,
  ...require('../../jest.kept.cjs').keptWithoutHelpers,
  moduleNameMapper: { ...preset.moduleNameMapper, ...packages },
  displayName: 'transport',
  rootDir: __dirname,
};
