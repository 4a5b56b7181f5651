// Files with many free pages, opened and written to: a commit saves the list of free pages right.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleProgram, PROGRAM_ENV } from './testing/bundle-program';
import { fill } from './testing/fill';

const KEYS = 300_000;
const RUNS = 60;
const GROUPS = 60;
const RUN_MS_MAX = 120_000;

describe('a file with many free pages', () => {
  const parent = mkdtempSync(join(tmpdir(), 'chord-free-pages-'));
  const filled = join(parent, 'filled');
  const program = join(parent, 'overwriter.cjs');

  beforeAll(async () => {
    bundleProgram('overwriter', program);
    await fill({ directory: filled, keys: KEYS, valueBytes: 100, node: 'a'.repeat(40) });
  });
  afterAll(() => rmSync(parent, { recursive: true }));

  it('is written to by commits of all kinds, in every order', () => {
    for (let run = 1; run <= RUNS; run += 1) {
      const directory = join(parent, `run-${run}`);
      mkdirSync(directory);
      copyFileSync(join(filled, 'data.mdb'), join(directory, 'data.mdb'));
      const words = [program, directory, KEYS, run * 7_919, GROUPS].map(String);
      const { status, signal, stderr } = spawnSync(process.execPath, words, {
        env: PROGRAM_ENV,
        encoding: 'utf8',
        timeout: RUN_MS_MAX,
      });
      expect([run, status, signal, stderr.slice(0, 300)]).toEqual([run, 0, null, '']);
      rmSync(directory, { recursive: true });
    }
  });
});
