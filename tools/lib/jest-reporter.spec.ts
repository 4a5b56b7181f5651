// A real run of Jest, heard as `npm test` hears it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { jest as jestStep, type Result } from './steps.mjs';

const FILES = {
  'good.spec.js': `it('holds', () => expect(1).toBe(1)); it.skip('waits', () => {}); it.todo('later');`,
  'bad.spec.js': `it('breaks', () => expect(1).toBe(2)); it('holds', () => {});`,
  'unloadable.spec.js': `throw new Error('no such module');`,
  'late.spec.js': `it('leaves an error behind', async () => {
    void Promise.reject(new Error('nobody looks at this'));
    await new Promise((resolve) => setTimeout(resolve, 20));
  });`,
};

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'reporter-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function runFiles(names: readonly (keyof typeof FILES)[], args: string[] = []): Promise<Result> {
  for (const name of names) writeFileSync(join(folder, name), FILES[name]);
  const config = join(folder, 'jest.config.json');
  writeFileSync(config, JSON.stringify({ rootDir: folder, transform: {} }));
  return jestStep('a step', config, args).run();
}

it('tells of each file what has passed, failed and was left out, and why', async () => {
  const { count, left, faults } = await runFiles([
    'good.spec.js',
    'bad.spec.js',
    'unloadable.spec.js',
  ]);
  expect(count).toEqual({ passed: 2, failed: 2, skipped: 2 });
  expect(left).toEqual(['waits', 'later']);
  expect(faults.map(({ file, test }) => [basename(file), test]).sort()).toEqual([
    ['bad.spec.js', 'breaks'],
    ['unloadable.spec.js', 'the file itself'],
  ]);
  const reasons = faults.map(({ reason }) => reason).join();
  for (const reason of ['no such module', 'Expected: 2']) expect(reasons).toContain(reason);
});

it('tells the same when files run in workers', async () => {
  const { count } = await runFiles(['good.spec.js', 'bad.spec.js'], ['--maxWorkers=2']);
  expect(count).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

it('is green when everything holds, and takes names of files', async () => {
  const { count } = await runFiles(['good.spec.js', 'bad.spec.js'], [basename('good.spec.js')]);
  expect(count).toEqual({ passed: 1, failed: 0, skipped: 2 });
});

it('fails with an error that no test has waited for', async () => {
  const { count } = await runFiles(['late.spec.js']);
  expect(count.failed).toBe(1);
});
