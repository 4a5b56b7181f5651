module.exports = { ...require('../../jest.preset.cjs'), displayName: 'chord', rootDir: __dirname };
