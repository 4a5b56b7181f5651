import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ballast } from './ballast';
import { FreeSpace, growthOf, type Space } from './free-space';

const MIB = 1024 * 1024;
const bytesMin = 64 * MIB;

async function outcomeOf(admitted: true | Promise<void>): Promise<string> {
  try {
    await admitted;
    return 'room';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('room for a write', () => {
  const spaceOf = (outsideMiB: number, insideMiB: number): FreeSpace =>
    new FreeSpace({
      bytesMin,
      measure: async () => ({ outside: outsideMiB * MIB, inside: insideMiB * MIB }),
    });

  it.each([
    // outside, inside, bytes, value, removal
    [100, 0, MIB, 'room', 'room'],
    [64, 0, 1, 'STORAGE_FULL', 'room'],
    [64, 10, MIB, 'room', 'room'],
    [64, 2, MIB, 'STORAGE_FULL', 'room'],
    [30, 4, 1, 'room', 'room'],
    [10, 4, 1, 'STORAGE_FULL', 'room'],
    [10, 40, MIB, 'room', 'room'],
    [4, 0, 1, 'STORAGE_FULL', 'room'],
    [1, 0, 1, 'STORAGE_FULL', 'STORAGE_FULL'],
    [0, 2, 1, 'STORAGE_FULL', 'room'],
    [0, 100, 1, 'STORAGE_FULL', 'room'],
  ])(
    'of %d MiB outside and %d inside, a value of %d bytes: %s, a removal: %s',
    async (outside, inside, bytes, value, removal) => {
      expect(await outcomeOf(spaceOf(outside, inside).admitNow(bytes))).toBe(value);
      expect(await outcomeOf(spaceOf(outside, inside).admitNow(200, true))).toBe(removal);
    },
  );

  it('is full as long as a value that was refused would be refused again', async () => {
    const space: { -readonly [N in keyof Space]: Space[N] } = { outside: 65 * MIB, inside: 0 };
    const free = new FreeSpace({ bytesMin, measure: async () => ({ ...space }) });
    expect((await free.room()).isFull).toBe(false);
    expect(await outcomeOf(free.admitNow(2 * MIB))).toBe('STORAGE_FULL');
    expect((await free.room()).isFull).toBe(true);
    expect(await outcomeOf(free.admitNow(1))).toBe('room');
    space.outside = 100 * MIB;
    await free['read']();
    expect((await free.room()).isFull).toBe(false);
  });
});

describe('a data folder that is not there', () => {
  const directory = mkdtempSync(join(tmpdir(), 'chord-gone-'));
  const file = join(directory, 'data.mdb');
  afterAll(() => rmSync(directory, { recursive: true }));

  it('takes no writes, and is named, until it is there again', async () => {
    writeFileSync(file, '');
    const growth = growthOf(file);
    const measure = async (): Promise<Space> => ({ outside: await growth(), inside: 0 });
    const free = new FreeSpace({ bytesMin: 1, measure });
    renameSync(file, `${file}.away`);
    for (const isRemoval of [false, true]) {
      await expect(free.admitNow(1, isRemoval)).rejects.toMatchObject({
        ...{ code: 'STORAGE_FULL', detail: { outcome: 'not-applied' } },
        message: expect.stringMatching(/not there .* \(ENOENT\)/),
      });
    }
    expect(await free.room()).toMatchObject({
      ...{ freeBytes: 0, isFull: true, fault: expect.stringContaining('ENOENT') },
    });
    writeFileSync(file, '');
    expect((await free.room()).fault).toContain('another file');
    renameSync(`${file}.away`, file);
    expect(await outcomeOf(free.admitNow(1))).toBe('room');
    expect((await free.room()).fault).toBeUndefined();
  });

  it('hides no defect', async () => {
    const measure = (): Promise<Space> => Promise.reject(new TypeError('a defect'));
    const free = new FreeSpace({ bytesMin: 1, measure });
    await expect(free.admitNow(1)).rejects.toThrow(TypeError);
    await expect(free.room()).rejects.toThrow(TypeError);
  });
});

describe('the room that is kept for removals', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'chord-ballast-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is occupied while there is plenty, and let go of when nothing else is left', async () => {
    const file = join(directory, 'reserve');
    const ballast = new Ballast({ file, bytes: MIB, mode: 0o600 });
    let outside = 100 * MIB;
    const measure = async (): Promise<Space> => ({
      outside:
        outside + (readdirSync(directory).length > 0 && statSync(file).size === 0 ? 16 * MIB : 0),
      inside: 0,
    });
    const free = new FreeSpace({ bytesMin, measure, ballast });
    await free.admitNow(1);
    await free.quiet();
    expect(statSync(file).size).toBe(MIB);
    outside = 0;
    await free['read']();
    expect(await outcomeOf(free.admitNow(1))).toBe('STORAGE_FULL');
    expect(statSync(file).size).toBe(MIB);
    expect(await outcomeOf(free.admitNow(100, true))).toBe('room');
    expect(statSync(file).size).toBe(0);
    outside = 100 * MIB;
    await free['read']();
    await free.quiet();
    expect(statSync(file).size).toBe(MIB);
  });
});
