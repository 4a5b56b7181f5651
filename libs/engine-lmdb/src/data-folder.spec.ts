import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLmdb } from './open-lmdb';

describe('the rights of a data directory', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'chord-rights-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);
  /** The modes while a store is open in it. */
  async function modesWhenOpen(directory: string): Promise<Record<string, string>> {
    const store = await openLmdb({ directory, bits: 16, onFatal: () => undefined });
    const files = readdirSync(directory).map((name) => [name, modeOf(join(directory, name))]);
    await store.close();
    return { '.': modeOf(directory), ...Object.fromEntries(files) };
  }

  it("are its owner's alone when it is made, and so are the files", async () => {
    expect(await modesWhenOpen(join(parent, 'deep', 'data'))).toEqual({
      '.': '700',
      'data.mdb': '600',
      'holder.json': '600',
      'lock.mdb': '600',
      'log.0': '600',
      'log.1': '600',
    });
    expect(modeOf(join(parent, 'deep'))).toBe('700');
  });

  it('stay as they are when it is there, with what lies in it; our files are private all the same', async () => {
    chmodSync(parent, 0o755);
    writeFileSync(join(parent, 'notes.txt'), 'mine', { mode: 0o644 });
    expect(await modesWhenOpen(parent)).toEqual({
      '.': '755',
      'data.mdb': '600',
      'holder.json': '600',
      'lock.mdb': '600',
      'log.0': '600',
      'log.1': '600',
      'notes.txt': '644',
    });
  });

  it('of a folder shared with a group are shared, whatever the umask', async () => {
    chmodSync(parent, 0o2775);
    const shared = {
      'data.mdb': '660',
      'holder.json': expect.any(String),
      'lock.mdb': '660',
      'log.0': '660',
      'log.1': '660',
    };
    expect(await modesWhenOpen(parent)).toEqual({ '.': '2775', ...shared });
    expect(await modesWhenOpen(join(parent, 'positions', '1'))).toEqual({ '.': '2770', ...shared });
  });

  it('of files that are there stay as they are', async () => {
    await modesWhenOpen(parent);
    chmodSync(join(parent, 'data.mdb'), 0o640);
    expect(await modesWhenOpen(parent)).toMatchObject({ 'data.mdb': '640' });
  });

  it.each([
    ['a file', (path: string) => writeFileSync(path, '')],
    ['below a file', (path: string) => writeFileSync(join(path, '..'), '')],
    [
      'with a folder in place of the data',
      (path: string) => mkdirSync(join(path, 'data.mdb'), { recursive: true }),
    ],
  ])('%s: refused with a sentence', async (_name, make) => {
    const path = join(parent, 'sub', 'data');
    if (_name !== 'below a file') mkdirSync(join(parent, 'sub'));
    make(path);
    await expect(modesWhenOpen(path)).rejects.toMatchObject({
      code: 'DATA_UNUSABLE',
      message: expect.stringMatching(/cannot be used: (?:E[A-Z]+|it is a file, and no folder)/),
    });
  });
});
