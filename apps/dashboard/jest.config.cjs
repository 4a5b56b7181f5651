module.exports = {
  ...require('../../jest.angular.cjs'),
  displayName: 'dashboard',
  rootDir: __dirname,
  setupFilesAfterEnv: ['<rootDir>/src/testing/setup.ts'],
};
