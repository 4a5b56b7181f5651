module.exports = {
  ...require('../../jest.preset.cjs'),
  ...require('../../jest.kept.cjs').kept,
  displayName: 'store',
  rootDir: __dirname,
};
