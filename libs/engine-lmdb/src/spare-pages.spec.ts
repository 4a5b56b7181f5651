// A file that grows by transactions of all sizes, and what a commit needs of its list of free pages.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'lmdb';
import { CHANGES_MIN, SparePages } from './spare-pages';
import { bundleProgram, PROGRAM_ENV } from './testing/bundle-program';

const RUN_MS_MAX = 120_000;
/** Of the sizes and keys: the same transactions every time, of which one meets the fault. */
const SEED = 8;

describe('spare pages', () => {
  const parent = mkdtempSync(join(tmpdir(), 'chord-spare-pages-'));
  const program = join(parent, 'free-list.cjs');
  afterAll(() => rmSync(parent, { recursive: true }));

  const run = (pages: 'spare' | 'none'): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [program, join(parent, pages), String(SEED), pages], {
      ...{ env: PROGRAM_ENV, encoding: 'utf8', timeout: RUN_MS_MAX },
    });

  it('keep a commit from searching the list that it changes', () => {
    bundleProgram('free-list', program);
    // Should this go well one day, LMDB has mended it, and nothing of this is needed any more.
    const without = run('none');
    expect([without.status, without.stderr]).toEqual([1, expect.stringContaining('zero size key')]);
    const { status, signal, stderr } = run('spare');
    expect([status, signal, stderr]).toEqual([0, null, '']);
  });

  it('are given back in the same transaction, and left only where much changes', () => {
    const under = new Map<string, number>();
    let most = 0;
    const table = {
      put: (key: Buffer, value: Buffer) => {
        under.set(key.toString('hex'), value.length);
        most = Math.max(most, under.size);
      },
      remove: (key: Buffer) => under.delete(key.toString('hex')),
    } as unknown as Database<Buffer, Buffer>;
    const pages = new SparePages(table);
    pages.leave(CHANGES_MIN - 1);
    expect(most).toBe(0);
    pages.leave(CHANGES_MIN);
    expect([most, under.size]).toEqual([12, 0]);
  });
});
