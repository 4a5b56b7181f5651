module.exports = {
  ...require('../../jest.preset.cjs'),
  ...require('../../jest.kept.cjs').kept,
  displayName: 'chord',
  rootDir: __dirname,
};
