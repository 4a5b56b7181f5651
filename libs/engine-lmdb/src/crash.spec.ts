import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openLmdb } from './open-lmdb';
import { bundleProgram, PROGRAM_ENV } from './testing/bundle-program';
import { numbered } from './testing/numbered';

describe('the engine in a process that dies', () => {
  const parent = mkdtempSync(join(tmpdir(), 'chord-crash-'));
  const program = join(parent, 'writer.cjs');
  const directory = join(parent, 'data');
  const children: ChildProcess[] = [];

  beforeAll(() => bundleProgram('writer', program));
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });
  afterAll(() => rmSync(parent, { recursive: true }));

  /** @param blocks the limit of a file in blocks of 512 bytes */
  function start(lanes: number, guard: 'guarded' | 'unguarded', blocks?: number): ChildProcess {
    const limit = blocks === undefined ? '' : `ulimit -f ${blocks}; `;
    const child = spawn(
      'sh',
      ['-c', `${limit}exec "$0" "$@"`, process.execPath, program, directory, String(lanes), guard],
      { env: PROGRAM_ENV, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    children.push(child);
    return child;
  }

  async function* lines(child: ChildProcess): AsyncGenerator<[word: string, number: number]> {
    for await (const line of createInterface({ input: child.stdout! })) {
      const [word = '', number] = line.split(' ');
      yield [word, Number(number)];
    }
  }

  async function ended(child: ChildProcess): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  async function missing(acknowledged: ReadonlySet<number>): Promise<number[]> {
    const store = await openLmdb({
      directory,
      bits: 160,
      onFatal: (error) => {
        throw error;
      },
    });
    const lost = [...acknowledged].filter((number) => {
      const wanted = numbered(number);
      const found = store.get(wanted.keyId, wanted.key);
      return !found || Buffer.compare(found.value, wanted.value) !== 0;
    });
    await store.close();
    return lost;
  }

  it('has every acknowledged write after kill -9, again and again, and takes over its lock', async () => {
    const acknowledged = new Set<number>();
    for (const killAfter of [1, 50, 400, 1_500]) {
      const child = start(32, 'guarded');
      let seen = 0;
      for await (const [word, number] of lines(child)) {
        if (word === 'ack') acknowledged.add(number);
        seen += 1;
        if (seen === killAfter) child.kill('SIGKILL');
      }
      await ended(child);
      expect(child.signalCode).toBe('SIGKILL');
      expect(seen).toBeGreaterThanOrEqual(killAfter);
      expect(await missing(acknowledged)).toEqual([]);
    }
  });

  it('keeps the directory from a second process while it lives', async () => {
    const child = start(1, 'guarded');
    for await (const [word] of lines(child)) {
      if (word === 'ack') break;
    }
    const second = openLmdb({ directory, bits: 160, onFatal: () => undefined });
    await expect(second).rejects.toMatchObject({ code: 'DATA_LOCKED', detail: { pid: child.pid } });
    await expect(second).rejects.toThrow(directory);
    child.kill('SIGKILL');
    await ended(child);
    expect(await missing(new Set([0]))).toEqual([]);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux(
    'refuses writes before a limit of the file size, reads on, and closes cleanly',
    async () => {
      const child = start(8, 'guarded', (8 * 1024 * 1024) / 512);
      const acknowledged = new Set<number>();
      const words = new Set<string>();
      for await (const [word, number] of lines(child)) {
        words.add(word);
        if (word === 'ack') acknowledged.add(number);
      }
      await ended(child);
      expect(child.exitCode).toBe(0);
      expect([...words].sort()).toEqual(['ack', 'full']);
      expect(acknowledged.size).toBeGreaterThan(1_000);
      expect(await missing(acknowledged)).toEqual([]);
    },
  );

  onLinux('stops when a commit fails, and keeps what it acknowledged', async () => {
    const child = start(8, 'unguarded', (2 * 1024 * 1024) / 512);
    const acknowledged = new Set<number>();
    for await (const [word, number] of lines(child)) {
      if (word === 'ack') acknowledged.add(number);
    }
    await ended(child);
    expect(child.exitCode).not.toBe(0);
    expect(acknowledged.size).toBeGreaterThan(100);
    expect(await missing(acknowledged)).toEqual([]);
  });
});
