import { join } from 'node:path';
import { runFiles } from './testing/run-files';

const OWN = { testEnvironment: join(__dirname, 'node-environment.cjs') };

/** Fails where a hook is called for a promise: it leaves its mark on it. */
const UNWATCHED = `
  const marks = () => Object.getOwnPropertySymbols(Promise.resolve()).map(String);
  beforeEach(() => expect(marks()).toEqual([]));
  it('has no hooks', async () => {
    await undefined;
    expect(marks()).toEqual([]);
  });
`;

/** One that Jest does not wait for, and that fails while it still runs. */
const UNHANDLED = `
  it('forgets a promise', async () => {
    void Promise.reject(new Error('nobody looks at this'));
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
`;

const OWN_STORAGE = `
  const { AsyncLocalStorage } = require('node:async_hooks');
  const storage = new AsyncLocalStorage();
  it('keeps the storages of the code under test', async () => {
    const found = await storage.run('mine', async () => {
      await undefined;
      return storage.getStore();
    });
    expect(found).toBe('mine');
  });
`;

describe('the environment of the tests', () => {
  it('calls no hook for a promise, in the first file of a process and in those after it', async () => {
    const { testResults, numPassedTests } = await runFiles(
      [OWN_STORAGE, UNWATCHED, OWN_STORAGE, UNWATCHED],
      OWN,
    );
    expect(testResults.map(({ message }) => message)).toEqual(['', '', '', '']);
    expect(numPassedTests).toBe(4);
  });

  it('keeps no more frames of an error than Node does', () => {
    const deep = (depth: number): Error => (depth === 0 ? new Error('deep') : deep(depth - 1));
    expect(deep(50).stack?.match(/^ +at /gm)).toHaveLength(10);
  });

  it('still fails a file in which a promise is rejected that nobody handles', async () => {
    const { success, testResults } = await runFiles([UNHANDLED], OWN);
    expect(success).toBe(false);
    expect(testResults[0]?.message).toContain('nobody looks at this');
  });
});
