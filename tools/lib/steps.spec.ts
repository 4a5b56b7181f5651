import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countJest, runStage, type Step } from './steps.mjs';

describe('countJest', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'steps-'));
    path = join(folder, 'report.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const report = (changes: object) =>
    writeFileSync(
      path,
      JSON.stringify({
        numPassedTests: 3,
        numFailedTests: 0,
        numPendingTests: 0,
        numTodoTests: 0,
        numRuntimeErrorTestSuites: 0,
        ...changes,
      }),
    );

  it('takes over what Jest counted', () => {
    report({ numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
    expect(countJest(path, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts a file that does not load as a failure', () => {
    report({ numRuntimeErrorTestSuites: 1 });
    expect(countJest(path, 1).failed).toBe(1);
  });

  it('counts a failure outside any test', () => {
    report({});
    expect(countJest(path, 1).failed).toBe(1);
  });

  it('counts a run without tests as a failure', () => {
    report({ numPassedTests: 0 });
    expect(countJest(path, 0).failed).toBe(1);
  });

  it('counts a run that wrote no report as a failure', () => {
    expect(countJest(path, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('runStage', () => {
  it('runs every step, never more than the width at a time', async () => {
    let running = 0;
    let most = 0;
    const step = (name: string): Step => ({
      name,
      run: async () => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running -= 1;
        return { name, count: { passed: 1, failed: 0, skipped: 0 }, seconds: 0, output: '' };
      },
    });
    const seen: string[] = [];
    await runStage(['a', 'b', 'c', 'd', 'e'].map(step), 2, ({ name }) => seen.push(name));
    expect(seen.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(most).toBe(2);
  });
});
