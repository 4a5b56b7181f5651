module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'chordctl',
  rootDir: __dirname,
};
