import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from './directory-lock';
import { noteOf, readNote, thisProcess } from './holder-note';
import { fileLock, rangeLock, type KernelLock } from './kernel-lock';
import { openLmdb } from './open-lmdb';

const options = { bits: 16, onFatal: () => undefined };

/** Where no build of the addon fits, the kernel's other lock is tested alone. */
const hasAddon = ((): boolean => {
  try {
    const addon = createRequire(__filename)('fs-native-extensions') as { tryLock?: unknown };
    return typeof addon.tryLock === 'function';
  } catch {
    return false;
  }
})();
const withAddon = hasAddon ? it : it.skip;
/** What `findKernelLock` finds here. */
const usualKind = hasAddon ? 'range' : 'file';

describe('the lock of a data directory', () => {
  let directory: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'chord-lock-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await end(child);
    rmSync(directory, { recursive: true, force: true });
  });

  async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Another process that has the data file locked until it is killed. */
  async function lockElsewhere(): Promise<ChildProcess> {
    const file = join(directory, 'data.mdb');
    const program = `const { openSync } = require('node:fs');
      const { tryLock } = require('fs-native-extensions');
      process.stdout.write(String(tryLock(openSync(process.argv[1], 'a+'), 2 ** 52, 1)));
      setInterval(() => undefined, 1_000);`;
    const holding = 'exec 3>>"$0"; flock -x -n 3 && printf true; exec sleep 600';
    const [command, args] = hasAddon
      ? [process.execPath, ['-e', program, file]]
      : ['sh', ['-c', holding, file]];
    const child = spawn(command, args, { cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    // One that ends at once has said nothing.
    const [said] = (await Promise.race([
      once(child.stdout!, 'data'),
      once(child, 'exit').then(() => ['the other process ended without a lock']),
    ])) as [Buffer | string];
    expect(String(said)).toBe('true');
    return child;
  }

  const open = (at = directory) => openLmdb({ ...options, directory: at, node: 'localhost:1' });

  it('holds against a second opening, also through a link and in the same process', async () => {
    const store = await open();
    const link = `${directory}-link`;
    symlinkSync(directory, link);
    try {
      const refusal = {
        code: 'DATA_LOCKED',
        message: expect.stringMatching(
          `is in use by process ${process.pid}.*, the node localhost:1, since 20`,
        ),
      };
      await expect(open()).rejects.toMatchObject(refusal);
      await expect(open(link)).rejects.toMatchObject(refusal);
      // The refusals leave the lock as it was.
      await expect(open()).rejects.toMatchObject(refusal);
    } finally {
      rmSync(link);
      await store.close();
    }
    await (await open()).close();
  });

  it('holds against another process as long as that lives, whatever the note says', async () => {
    const child = await lockElsewhere();
    await expect(open()).rejects.toMatchObject({
      code: 'DATA_LOCKED',
      message: expect.stringContaining('another process; which one is not known'),
    });
    await end(child);
    await (await open()).close();
  });

  it.each([
    ['of a process that was killed', JSON.stringify(thisProcess('localhost:2', usualKind))],
    ['that cannot be read', 'no note at all'],
    ['without a process', '{"pid":"x"}'],
  ])('does not mind a note %s', async (_name, note) => {
    writeFileSync(noteOf(directory), note);
    const store = await open();
    expect(readNote(directory)).toMatchObject({ pid: process.pid, node: 'localhost:1' });
    await store.close();
    expect(readNote(directory)).toBeUndefined();
  });

  it('is not in the way of a copy, although the note is copied as well', async () => {
    const store = await open();
    const copy = mkdtempSync(join(tmpdir(), 'chord-lock-copy-'));
    cpSync(directory, copy, { recursive: true });
    await (await open(copy)).close();
    await store.close();
    rmSync(copy, { recursive: true });
  });

  it('does without a note where none can be written', async () => {
    mkdirSync(noteOf(directory));
    const store = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'DATA_LOCKED',
      message: expect.stringContaining('another process; which one is not known'),
    });
    await store.close();
  });
});

describe('each kind of lock', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'chord-lock-'));
    writeFileSync(join(directory, 'file'), '');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const lock = (kernelLock: KernelLock) =>
    lockDirectory({
      directory,
      file: join(directory, 'file'),
      mode: 0o600,
      node: 'localhost:1',
      kernelLock,
    });

  const oneAtATime = async (kernelLock: KernelLock): Promise<void> => {
    const first = await lock(kernelLock);
    await expect(lock(kernelLock)).rejects.toMatchObject({ code: 'DATA_LOCKED' });
    first.release();
    (await lock(kernelLock)).release();
  };

  withAddon('range: one at a time, and free afterwards', async () => {
    await oneAtATime((await rangeLock())!);
  });

  it('file: one at a time, free afterwards, and said', async () => {
    await oneAtATime(fileLock());
    const notices: string[] = [];
    const options = { directory, file: join(directory, 'file'), mode: 0o600, node: 'localhost:1' };
    const onNotice = (message: string): void => void notices.push(message);
    (await lockDirectory({ ...options, onNotice, kernelLock: fileLock() })).release();
    expect(notices).toEqual([expect.stringContaining('locked by the command flock')]);
  });

  withAddon('is not mistaken for the other: what cannot be seen is asked about', async () => {
    const first = await lock(fileLock());
    const range = (await rangeLock())!;
    await expect(lock(range)).rejects.toMatchObject({
      code: 'DATA_LOCKED',
      message: expect.stringMatching(/may be in use by process .* remove .*holder\.json/),
    });
    first.release();
    (await lock(range)).release();
    // Nobody of that number is there any more: that much is known.
    writeFileSync(
      noteOf(directory),
      JSON.stringify({ ...thisProcess('localhost:2', 'file'), pid: 2 ** 22 + 1 }),
    );
    (await lock(range)).release();
  });

  it('says what is missing when nothing can lock', async () => {
    const nothing: KernelLock = {
      kind: 'range',
      take: () => {
        throw new Error('ENOLCK: no locks available');
      },
    };
    await expect(lock(nothing)).rejects.toMatchObject({
      code: 'DATA_UNUSABLE',
      message: expect.stringContaining('ENOLCK'),
    });
  });
});
