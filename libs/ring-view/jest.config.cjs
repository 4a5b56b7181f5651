module.exports = {
  ...require('../../jest.angular.cjs'),
  displayName: 'ring-view',
  rootDir: __dirname,
  setupFilesAfterEnv: ['<rootDir>/src/testing/setup.ts'],
};
