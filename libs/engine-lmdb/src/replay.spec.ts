import {
  encodeRecord,
  figuresOfRecords,
  type PlacedRecord,
  type StoredRecord,
} from '@chord-dht/store';
import { makeRecord, makeVersion } from '@chord-dht/store/testing/record-store-conformance';
import { open as openRaw } from 'lmdb';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LmdbRecordStore } from './lmdb-record-store';
import { openLmdb, type LmdbOptions } from './open-lmdb';
import { LOG_FILES } from './write-log';

const ALL = { fromId: 'ffff', toId: 'ffff' };
const MANY = 10_000;
const FILES = ['data.mdb', ...LOG_FILES];

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Everything that a reader can find. */
function contentsOf(store: LmdbRecordStore): object {
  const { items } = store.scan(ALL, { records: MANY });
  const ends = (['expiry', 'tombstone'] as const).map((kind) =>
    store.scanEnds({ kind, untilMs: 1e15, records: MANY, after: null }).items.map(({ key }) => key),
  );
  return {
    items: items.map(({ value, ...head }) => ({
      ...head,
      value: Buffer.from(value).toString('latin1'),
    })),
    names: store.scanNames({ prefix: '', after: null, items: MANY, looks: MANY }).items,
    ends,
    figures: store.figures(),
    sum: store.sumOf(ALL),
    state: ['a', 'b'].map((name) => store.getState(name)),
  };
}

describe('writes that are in the log and not in the tree', () => {
  let parent: string;
  let directory: string;
  let store: LmdbRecordStore;
  const open = (folder = directory, over: Partial<LmdbOptions> = {}): Promise<LmdbRecordStore> =>
    openLmdb({
      directory: folder,
      bits: 16,
      onFatal: (error) => {
        throw error;
      },
      ...over,
    });

  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), 'chord-replay-'));
    directory = join(parent, 'data');
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(parent, { recursive: true });
  });

  /** What the disk has if the process dies now: this process writes nothing meanwhile, and LMDB its meta pages last. */
  function imageOf(name: string): string {
    const image = join(parent, name);
    mkdirSync(image);
    for (const file of FILES) copyFileSync(join(directory, file), join(image, file));
    return image;
  }

  const append = (records: readonly StoredRecord[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const items = records.map((record): PlacedRecord => {
        const { keyId, key } = record;
        return { position: { keyId, key }, bytes: encodeRecord(record, store.checksum) };
      });
      store.append(items, (error) => (error === undefined ? resolve() : reject(error)));
    });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are all there after the end of the process, whenever that is (%i)',
    async (seed) => {
      const random = randomOf(seed);
      const place = (): { keyId: string; key: string } => {
        const number = random(60);
        return {
          keyId: (number * 1_091).toString(16).padStart(4, '0'),
          key: `k${(number * 7) % 60}ü`,
        };
      };
      let timeMs = 0;
      const record = (over: Partial<StoredRecord> = {}): StoredRecord => {
        const { keyId, key } = place();
        timeMs += 1;
        return makeRecord(keyId, key, {
          version: makeVersion(timeMs),
          value: new Uint8Array(random(3_000)).fill(timeMs),
          expiresAtMs: random(3) === 0 ? 1_000 + random(5) : null,
          deleted: random(5) === 0,
          ...over,
        });
      };
      const steps: readonly (() => Promise<unknown>)[] = [
        () => append(Array.from({ length: 1 + random(5) }, () => record())),
        () => store.write({ put: [record()], drop: [record()] }),
        () => store.write({ drop: store.scanHeads(ALL, { records: 1 + random(3) }).items }),
        () => store.putState(random(2) === 0 ? 'a' : 'b', `state ${random(100)}`),
        // Past the log, and moved.
        () => append([record({ value: new Uint8Array(700_000) })]),
        () => append(Array.from({ length: 200 }, () => record())),
        () => store['writer'].settle(),
        () => (random(6) === 0 ? store.clear() : Promise.resolve()),
      ];
      for (let image = 0; image < 6; image += 1) {
        for (let step = random(20); step > 0; step -= 1) {
          const chosen = steps[Math.min(random(14), steps.length - 1)] as () => Promise<unknown>;
          await (random(4) === 0 ? Promise.all([chosen(), append([record()])]) : chosen());
        }
        const expected = contentsOf(store);
        const copy = await open(imageOf(`image ${image}`));
        expect(contentsOf(copy)).toEqual(expected);
        // The figures are those of the records.
        const encoded = copy.scan(ALL, { records: MANY }).items.map((one) => encodeRecord(one));
        expect(copy.sumOf(ALL)).toEqual(figuresOfRecords(encoded));
        await copy.close();
        const again = await open(join(parent, `image ${image}`));
        expect(contentsOf(again)).toEqual(expected);
        await again.close();
      }
    },
  );

  it('keep their bytes when their memtable is due while they are on their way into the log', async () => {
    // A memtable waits for others.
    await store.putState('a', '1');
    const { log } = store['parts'];
    const write = log.write.bind(log);
    let go: (() => void) | undefined;
    jest.spyOn(log, 'write').mockImplementationOnce((entry, done) => {
      go = () => write(entry, done);
    });
    const first = append([makeRecord('0001', 'a', { value: new Uint8Array(500).fill(1) })]);
    const settled = jest.fn();
    while (!store['writer']['checkpoints']['isDue'])
      await new Promise((resolve) => setTimeout(resolve, 5));
    void store['writer'].settle().then(settled);
    await new Promise((resolve) => setImmediate(resolve));
    expect([settled.mock.calls.length, store.count(ALL)]).toEqual([0, 0]);
    go?.();
    await first;
    for (let at = 0; at < 20; at += 1)
      await append([makeRecord('0002', 'b', { value: new Uint8Array(500).fill(at) })]);
    await store['writer'].settle();
    expect(settled).toHaveBeenCalled();
    expect(store.get('0001', 'a')?.value).toEqual(new Uint8Array(500).fill(1));
  });

  it('are in a copy that is made while the engine runs', async () => {
    const backup = join(parent, 'backup');
    mkdirSync(backup);
    await append([makeRecord('0001', 'a')]);
    await store.copier.copyInto(backup);
    // Another folder without a log would be refused: who restores says so.
    await expect(open(backup)).rejects.toThrow('are missing');
    writeFileSync(join(backup, 'restored.json'), '{}');
    const copy = await open(backup);
    expect(copy.get('0001', 'a')).toBeDefined();
    await copy.close();
  });

  it('are gone with a log that is missing, which is refused; what was stopped in order needs none', async () => {
    await append([makeRecord('0001', 'a')]);
    await store['writer'].settle();
    await append([makeRecord('0002', 'b')]);
    const image = imageOf('killed');
    rmSync(join(image, LOG_FILES[1]));
    await expect(open(image)).rejects.toMatchObject({
      code: 'DATA_UNUSABLE',
      message: expect.stringContaining(`${LOG_FILES[1]} is missing`),
    });
    await store.close();
    for (const file of LOG_FILES) rmSync(join(directory, file));
    store = await open();
    expect(store.count(ALL)).toBe(2);
  });

  it('are not given up for a log that is damaged before its end', async () => {
    await append([makeRecord('0001', 'a')]);
    await append([makeRecord('0002', 'b')]);
    const image = imageOf('damaged');
    const file = join(image, LOG_FILES[0]);
    const bytes = readFileSync(file);
    bytes[40] = (bytes[40] as number) ^ 1;
    writeFileSync(file, bytes);
    await expect(open(image)).rejects.toMatchObject({
      code: 'DATA_UNUSABLE',
      message: expect.stringContaining(`${file} is damaged at byte 0`),
    });
  });

  it('keep a folder from being made one of another ring', async () => {
    await store.putState('remembered-peers', '["a:1"]');
    await expect(open(imageOf('other'), { bits: 160 })).rejects.toMatchObject({
      code: 'DATA_UNUSABLE',
    });
  });

  it('of the format before are none: its figures are read, and its log of rows is taken up', async () => {
    await append([makeRecord('0001', 'a'), makeRecord('8001', 'b')]);
    const { records } = store.sumOf(ALL);
    await store.close();
    const raw = openRaw({ path: directory, noSubdir: false, maxDbs: 16, encoding: 'binary' });
    const figures = raw.openDB<Buffer, Buffer>({
      name: 'figures',
      ...{ encoding: 'binary', keyEncoding: 'binary' },
    });
    const state = raw.openDB<string, string>({ name: 'state', encoding: 'string' });
    // The row of bucket 0x800 (b) leaves its block for an entry of the log.
    const block = Buffer.from(figures.get(Buffer.of(1, 0x800 / 64))!);
    const entry = Buffer.concat([Buffer.alloc(10), block.subarray(0, 24)]);
    entry.writeDoubleBE(5, 0);
    entry.writeUInt16BE(0x800, 8);
    await figures.put(Buffer.of(2, 0, 5), entry);
    await figures.put(Buffer.of(1, 0x800 / 64), Buffer.alloc(block.length));
    await state.put('format', '2, ids of 16 bits');
    await state.remove('applied');
    await raw.close();
    for (const file of LOG_FILES) rmSync(join(directory, file));
    for (let time = 0; time < 3; time += 1) {
      store = await open();
      expect([store.sumOf(ALL).records, store.bucket(0x800).records]).toEqual([records, 1]);
      expect(store.getState('format')).toBe('3, ids of 16 bits');
      await append([makeRecord('8001', 'b', { version: makeVersion(10 + time) })]);
      await store.close();
    }
    store = await open();
  });
});
