import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const JEST = join(dirname(require.resolve('jest/package.json')), 'bin/jest.js');
const ENVIRONMENT = join(__dirname, 'node-environment.cjs');

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

interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly message: string }[];
}

/** Runs spec files in one process, one after another in this order. */
function runFiles(files: readonly string[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-context-'));
  const report = join(folder, 'report.json');
  const names = files.map((text, index) => {
    const name = join(folder, `${index}.spec.js`);
    writeFileSync(name, text);
    return name;
  });
  const config = { rootDir: folder, testEnvironment: ENVIRONMENT, transform: {} };
  const configFile = join(folder, 'jest.config.json');
  writeFileSync(configFile, JSON.stringify(config));
  const args = [JEST, '-c', configFile, '-i', '--json', `--outputFile=${report}`, ...names];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, (_error, _stdout, stderr) => {
      try {
        resolve(JSON.parse(readFileSync(report, 'utf8')) as Report);
      } catch {
        reject(new Error(stderr));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}

describe('the environment of the tests', () => {
  it('calls no hook for a promise, in the first file of a process and in those after it', async () => {
    const { testResults, numPassedTests } = await runFiles([
      OWN_STORAGE,
      UNWATCHED,
      OWN_STORAGE,
      UNWATCHED,
    ]);
    expect(testResults.map(({ message }) => message)).toEqual(['', '', '', '']);
    expect(numPassedTests).toBe(4);
  });

  it('still fails a file in which a promise is rejected that nobody handles', async () => {
    const { success, testResults } = await runFiles([UNHANDLED]);
    expect(success).toBe(false);
    expect(testResults[0]?.message).toContain('nobody looks at this');
  });
});
