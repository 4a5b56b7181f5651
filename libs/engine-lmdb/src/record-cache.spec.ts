// Records that are found again without the engine: never one that is not there any more.
import { encodeRecord, type Position, type StoredRecord } from '@chord-dht/store';
import { makeRecord, makeVersion } from '@chord-dht/store/testing/record-store-conformance';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LmdbRecordStore } from './lmdb-record-store';
import { openLmdb } from './open-lmdb';
import { RecordCache } from './record-cache';

describe('a cache of records', () => {
  const bytes = Uint8Array.of(1, 2, 3);

  it('keeps the latest two of those that end alike', () => {
    const cache = new RecordCache();
    const names = ['1abcd', '2abcd', '3abcd'].map((keyId) => ({ keyId, key: `k${keyId}` }));
    const borrowed = Uint8Array.from(bytes);
    for (const name of names) cache.keep(name, borrowed);
    borrowed.fill(9);
    const [first, second, third] = names as [Position, Position, Position];
    expect(cache.find(first)).toBeUndefined();
    expect([second, third].map((name) => cache.find(name))).toEqual([bytes, bytes]);
    cache.drop(first);
    cache.drop(third);
    expect([second, third].map((name) => cache.find(name))).toEqual([bytes, undefined]);
    cache.clear();
    expect(cache.find(second)).toBeUndefined();
  });

  it('has of each name what was kept last, however much it has grown', () => {
    const cache = new RecordCache();
    const [a, b] = [
      { keyId: '0abcd', key: 'a' },
      { keyId: '1abcd', key: 'b' },
    ] as const;
    for (const size of [10, 64, 65, 300, 20]) {
      cache.keep(a, new Uint8Array(size).fill(size));
      cache.keep(b, new Uint8Array(size).fill(1));
      expect(cache.find(a)).toEqual(new Uint8Array(size).fill(size));
      expect(cache.find(b)).toEqual(new Uint8Array(size).fill(1));
    }
    cache.keep(a, new Uint8Array(2_049));
    expect(cache.find(a)).toBeUndefined();
    expect(cache.find(b)).toBeDefined();
  });

  it('keeps nothing of long keys, whose texts would take more than the records', () => {
    const cache = new RecordCache();
    const [short, long] = [256, 257].map((size) => ({ keyId: '0abcd', key: 'k'.repeat(size) }));
    for (const name of [short!, long!]) cache.keep(name, bytes);
    expect([short!, long!].map((name) => cache.find(name))).toEqual([bytes, undefined]);
  });

  it('holds no more than 16 MiB, and goes on with the latest', () => {
    const cache = new RecordCache();
    const nameOf = (index: number): Position => ({
      keyId: (index * 7).toString(16).padStart(8, '0'),
      key: `k${index}`,
    });
    const count = 30_000;
    const large = new Uint8Array(2_048);
    for (let index = 0; index < count; index += 1) cache.keep(nameOf(index), large);
    const kept = Array.from(
      { length: count },
      (_, index) => cache.find(nameOf(index)) !== undefined,
    );
    const size = large.length * kept.filter(Boolean).length;
    expect(size).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(size).toBeGreaterThan(15 * 1024 * 1024);
    expect(kept.at(-1)).toBe(true);
  });

  it('tells keys of one id apart, also the shortest ids, and keeps no large ones', () => {
    const cache = new RecordCache();
    cache.keep({ keyId: '7', key: 'a' }, bytes);
    expect(cache.find({ keyId: '7', key: 'b' })).toBeUndefined();
    cache.drop({ keyId: '7', key: 'b' });
    expect(cache.find({ keyId: '7', key: 'a' })).toEqual(bytes);
    cache.keep({ keyId: '8', key: 'a' }, new Uint8Array(2_049));
    expect(cache.find({ keyId: '8', key: 'a' })).toBeUndefined();
  });
});

describe('a store', () => {
  let directory: string;
  let store: LmdbRecordStore;
  const at = { keyId: '00ff', key: 'k' };
  const record = (timeMs: number, over: Partial<StoredRecord> = {}): StoredRecord =>
    makeRecord(at.keyId, at.key, { version: makeVersion(timeMs), ...over });
  const put = (one: StoredRecord): Promise<void> =>
    new Promise((resolve, reject) => {
      const placed = { position: at, bytes: encodeRecord(one, store.checksum) };
      store.append([placed], (error) => (error === undefined ? resolve() : reject(error)));
    });
  const encoded = (one: StoredRecord): Uint8Array => encodeRecord(one, store.checksum);
  const read = (): Uint8Array | undefined => store.read(at);
  const isKept = (): boolean => {
    read();
    return store.atHand(at) !== undefined;
  };

  const open = async (): Promise<void> => {
    const onFatal = (error: unknown): void => {
      throw error;
    };
    store = await openLmdb({ directory, bits: 16, onFatal });
  };

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'chord-cache-'));
    await open();
    await put(record(1));
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  it('finds a record again, and after each write the one of that write', async () => {
    for (const timeMs of [2, 3]) {
      expect(read()).toEqual(encoded(record(timeMs - 1)));
      expect(isKept()).toBe(true);
      expect(store.atHand(at)).toEqual(encoded(record(timeMs - 1)));
      read()?.fill(0);
      expect(read()).toEqual(encoded(record(timeMs - 1)));
      await put(record(timeMs));
      expect(store.atHand(at)).toEqual(encoded(record(timeMs)));
      expect(read()).toEqual(encoded(record(timeMs)));
    }
  });

  it('keeps nothing of what is read while a write of it is on its way', async () => {
    expect(isKept()).toBe(true);
    const writing = put(record(2));
    const during: boolean[] = [];
    let isOver = false;
    void writing.then(() => (isOver = true));
    while (!isOver) {
      during.push(isKept());
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(new Set(during.slice(0, -1))).toEqual(new Set([false]));
    expect(read()).toEqual(encoded(record(2)));
    expect(isKept()).toBe(true);
  });

  it('finds nothing that was dropped, or cleared', async () => {
    expect(isKept()).toBe(true);
    await store.write({ drop: [{ ...at, version: makeVersion(1) }] });
    expect(read()).toBeUndefined();
    await put(record(1));
    expect(isKept()).toBe(true);
    await store.clear();
    expect(read()).toBeUndefined();
  });

  it('reads anew what a look at the disk has found damaged', async () => {
    expect(isKept()).toBe(true);
    const { records, names } = store['parts'];
    await store['writer'].settle();
    await records.put(names.bytesOf(at), Buffer.from('damaged'));
    expect(read()).toEqual(encoded(record(1)));
    const whole = { fromId: '0000', toId: '0000' };
    expect(store.scanPacked(whole, { records: 9 }).corrupt).toHaveLength(1);
    expect(read).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  });

  it('reads nothing once it is closed', async () => {
    expect(isKept()).toBe(true);
    await store.close();
    expect(read).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    await open();
  });
});
