module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'engine-lmdb',
  rootDir: __dirname,
};
