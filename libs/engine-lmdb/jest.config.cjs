module.exports = {
  ...require('../../jest.preset.cjs'),
  ...require('../../jest.kept.cjs').keptWithoutHelpers,
  displayName: 'engine-lmdb',
  rootDir: __dirname,
};
