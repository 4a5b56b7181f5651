import { open, type Database } from 'lmdb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLmdb } from './open-lmdb';
import { identityOf, isRunning } from './process-identity';

/** Runs as long as this test does, and is not this process. */
const OTHER_PID = process.ppid;

describe('the lock of a data directory', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'chord-lock-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Leaves the directory as a process would that was killed while it had the lock. */
  async function leaveHolder(holder: unknown): Promise<void> {
    const root = open({ path: directory, noSubdir: false, maxDbs: 4 });
    const state: Database<string, string> = root.openDB({ name: 'state', encoding: 'string' });
    await state.put('holder', typeof holder === 'string' ? holder : JSON.stringify(holder));
    await root.close();
  }

  const tryOpen = async (): Promise<void> => {
    const store = await openLmdb({ directory, bits: 16, onFatal: () => undefined });
    await store.close();
  };

  it('holds against a process that runs', async () => {
    await leaveHolder(identityOf(OTHER_PID));
    await expect(tryOpen()).rejects.toMatchObject({
      code: 'DATA_LOCKED',
      message: expect.stringContaining(`${directory} is in use by process ${OTHER_PID}`),
    });
    // The refusal leaves the lock as it was.
    await expect(tryOpen()).rejects.toMatchObject({ code: 'DATA_LOCKED' });
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1, birth: 'once' }],
    [
      'of a process whose number another has now',
      { pid: OTHER_PID, birth: 'another start of the machine:17' },
    ],
    ['of an earlier process with our own number', { ...identityOf(process.pid), birth: 'earlier' }],
    ['that cannot be read', 'no lock at all'],
    ['without a process', { pid: 'x' }],
  ])('%s is taken over', async (_name, holder) => {
    await leaveHolder(holder);
    await expect(tryOpen()).resolves.toBeUndefined();
  });
});

describe('the identity of a process', () => {
  it('is that of a process which runs, and of no other', () => {
    const me = identityOf(process.pid);
    expect(identityOf(process.pid)).toEqual(me);
    expect(isRunning(me)).toBe(true);
    expect(isRunning({ ...me, birth: 'another' })).toBe(me.birth === '');
    expect(isRunning({ pid: 2 ** 22 + 1, birth: '' })).toBe(false);
  });
});
