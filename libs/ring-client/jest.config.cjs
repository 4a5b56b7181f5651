module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'ring-client',
  rootDir: __dirname,
};
