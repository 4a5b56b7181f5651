module.exports = {
  ...require('../../jest.preset.cjs'),
  ...require('../../jest.kept.cjs').kept,
  displayName: 'simulator',
  rootDir: __dirname,
};
