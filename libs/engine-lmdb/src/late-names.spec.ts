import { bucketOf, encodeRecord, type PlacedRecord, type StoredRecord } from '@chord-dht/store';
import { makeRecord, makeVersion } from '@chord-dht/store/testing/record-store-conformance';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoints } from './checkpoints';
import { LateBuckets, parseBuckets } from './late-buckets';
import { LateNames } from './late-names';
import { LateWriter } from './late-writer';
import type { LmdbRecordStore } from './lmdb-record-store';
import type { NameRow } from './name-row';
import { openLmdb } from './open-lmdb';

const COUNT = 600;
const LIST_ALL = { prefix: '', after: null, items: 2_000, looks: 2_000 };

/** Their names come in another order than their ids. */
const moved = Array.from({ length: COUNT }, (_, at) => {
  const name = String((at * 7) % COUNT).padStart(3, '0');
  return makeRecord((at * 13).toString(16).padStart(4, '0'), `k${name}`);
});
const bucket = ({ keyId }: StoredRecord): number => bucketOf(keyId);
const sorted = moved.map(({ key }) => key).sort();

describe('names of records that are moved', () => {
  let parent: string;
  let store: LmdbRecordStore;
  const open = (
    directory: string,
    onIndexing: (done: number, total: number) => void = () => undefined,
  ): Promise<LmdbRecordStore> =>
    openLmdb({
      directory: join(parent, directory),
      ...{ bits: 16, onIndexing },
      onFatal: (error) => {
        throw error;
      },
    });
  const bring = async (records: readonly StoredRecord[]): Promise<void> => {
    const items = records.map((record): PlacedRecord => {
      const { keyId, key } = record;
      return { position: { keyId, key }, bytes: encodeRecord(record) };
    });
    await new Promise<void>((resolve, reject) => {
      store.append(items, (error) => (error === undefined ? resolve() : reject(error)));
    });
  };
  const listed = (of = store, limit = {}): string[] =>
    of.scanNames({ ...LIST_ALL, ...limit }).items.map(({ key }) => key);
  const late = (): LateNames => store['parts'].indexes.late;

  beforeEach(async () => {
    // Otherwise some are written while a busy machine is at the next line.
    jest.spyOn(LateWriter.prototype, 'watch').mockImplementation(() => undefined);
    parent = mkdtempSync(join(tmpdir(), 'chord-late-'));
    store = await open('one');
    await store.write({ put: [makeRecord('ffff', 'k000.5')] });
    await bring(moved);
    await store['writer'].settle();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await store.close();
    rmSync(parent, { recursive: true });
  });

  it('are found with those on the disk, page by page, before they are there', () => {
    expect(late().size).toBe(COUNT);
    const all = ['k000', 'k000.5', ...sorted.slice(1)];
    expect(listed()).toEqual(all);
    expect(listed(store, { prefix: 'k00', looks: 4 })).toEqual(all.slice(0, 4));
    const after = { key: 'k000.5', isWhole: false };
    expect(listed(store, { after, items: 3 })).toEqual(all.slice(2, 5));
    expect(store.scanNames({ ...LIST_ALL, looks: 3 }).next).toEqual({
      key: 'k001',
      isWhole: false,
    });
  });

  it('are on the disk in the end, each once, less those that went meanwhile', async () => {
    const [gone, deleted, anew] = moved as [StoredRecord, StoredRecord, StoredRecord];
    const version = makeVersion(2e12);
    const { checkpoints } = store['writer'] as unknown as { readonly checkpoints: Checkpoints };
    await Promise.all([
      checkpoints.listLate(400),
      store.write({
        drop: [gone, anew],
        put: [{ ...deleted, version, deleted: true, value: new Uint8Array(0) }],
      }),
      store.write({ put: [{ ...anew, version }] }),
    ]);
    await Promise.all([checkpoints.settle(), checkpoints.listLate(400)]);
    const left = ['k000.5', ...sorted]
      .sort()
      .filter((key) => ![gone.key, deleted.key].includes(key));
    expect(listed()).toEqual(left);
    await store['writer']['late'].finish();
    expect([late().size, store['parts'].indexes.listedCount]).toEqual([0, left.length]);
    expect(listed()).toEqual(left);
  });

  it('keep no write waiting while they are listed without a pause', async () => {
    const { checkpoints } = store['writer'] as unknown as { readonly checkpoints: Checkpoints };
    let isOver = false;
    const listing = (async () => {
      while (!isOver) await checkpoints.listLate(1);
    })();
    // More than memtables may wait.
    for (let round = 0; round < 12; round += 1) {
      const records = Array.from({ length: 128 }, (_, at) =>
        makeRecord((at * 31 + round).toString(16).padStart(4, '0'), `r${round}-${at}`),
      );
      for (let part = 0; part < 5; part += 1)
        await bring(records.map((one) => ({ ...one, key: `${one.key}-${part}` })));
    }
    isOver = true;
    await listing;
    await checkpoints.settle();
    expect(store.figures().keys).toBe(COUNT + 1 + 12 * 128 * 5);
  });

  it('are written without being told when no more are moved', async () => {
    jest.restoreAllMocks();
    await store.write({ put: [makeRecord('fffe', 'k000.6')] });
    await store['writer'].settle();
    while (late().size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(store['parts'].indexes.listedCount).toBe(COUNT + 2);
  });

  it('are listed after the death of a process that had not written them, without a look at other records', async () => {
    await store['writer']['checkpoints'].listLate(100);
    await store.write({ drop: moved.slice(-5) });
    await store['writer'].settle();
    cpSync(join(parent, 'one'), join(parent, 'two'), { recursive: true });
    const told: string[] = [];
    const tell = (done: number, total: number): number => told.push(`${done}/${total}`);
    const other = await open('two', tell);
    const left = moved.slice(0, -5);
    const withLate = new Set(left.filter(({ key }) => key >= 'k100').map(bucket));
    const looked = left.filter((record) => withLate.has(bucket(record))).length;
    expect(looked).toBeLessThan(left.length);
    expect(told).toEqual([`0/${looked}`, `${looked}/${looked}`]);
    const { listedCount } = other['parts'].indexes;
    expect([listedCount, listed(other)]).toEqual([left.length + 1, listed()]);
    await other.close();
    await (await open('two', tell)).close();
    expect(told).toHaveLength(2);
  });

  it('are not looked for when all were written before the end', async () => {
    await store.close();
    let isLookedFor = false;
    store = await open('one', () => void (isLookedFor = true));
    expect([isLookedFor, listed().length]).toEqual([false, COUNT + 1]);
  });
});

describe('buckets with late names', () => {
  it('are told when others have some than before, as runs that can be read again', () => {
    const buckets = new LateBuckets();
    expect(buckets.takeChanged()).toBeUndefined();
    for (const one of [1, 1, 2, 4_095, 5]) buckets.add(one);
    const text = buckets.takeChanged() as string;
    expect([text, parseBuckets(text)]).toEqual(['1-2 5-5 4095-4095', [1, 2, 5, 4095]]);
    buckets.remove(1);
    expect(buckets.takeChanged()).toBeUndefined();
    buckets.remove(1);
    expect(buckets.takeChanged()).toBe('2-2 5-5 4095-4095');
    buckets.clear();
    expect([buckets.takeChanged(), buckets.takeChanged()]).toEqual(['', undefined]);
    buckets.clear();
    expect(buckets.takeChanged()).toBeUndefined();
  });

  it('are none in a text that is none of theirs', () => {
    expect(['', 'x', '5', '9-7', '1-4096', '-1'].map(parseBuckets)).toEqual([
      [],
      [],
      [],
      [],
      [],
      [],
    ]);
  });
});

describe('late names', () => {
  const nameOf = (key: string): Buffer => Buffer.from(`\0\u0001${key}`);
  const keysOf = (names: Iterable<Buffer>): string =>
    [...names].map((name) => name.toString('utf8', 2)).join(' ');
  const taken = (row: NameRow): Buffer[] =>
    Array.from({ length: row.count }, (_, at) => row.name(at));
  const lateNames = (...keys: string[]): LateNames => {
    const late = new LateNames(2);
    for (const key of keys) late.add(nameOf(key), 1);
    return late;
  };
  const take = (late: LateNames, most = 9): string => keysOf(taken(late.take(most)));
  const ALL = {};

  it('are taken in their order, round after round, and are there until they are settled', () => {
    const late = lateNames('c', 'a', 'b');
    const first = late.take(2);
    late.add(nameOf('aa'), 1);
    const [second, third] = [late.take(9), late.take(9)];
    expect([first, second, third].map((row) => keysOf(taken(row)))).toEqual(['a b', 'c', 'aa']);
    expect([keysOf(late.within(ALL)), late.size]).toEqual(['a aa b c', 4]);
    late.settle(first);
    expect(late.size).toBe(2);
    for (const row of [second, third]) late.settle(row);
    expect([take(late), late.size]).toEqual(['', 0]);
  });

  it('are neither found nor taken when their records are gone', () => {
    const late = lateNames('c', 'a', 'b');
    const first = late.take(1);
    for (const key of ['a', 'b', 'none']) late.remove(nameOf(key));
    expect(keysOf(late.within(ALL))).toBe('c');
    expect([keysOf(taken(first)), take(late)]).toEqual(['a', 'c']);
  });

  it('are written once when their records come and go, also those that were about to be taken', () => {
    const late = lateNames('a', 'b');
    const a = nameOf('a');
    for (let turn = 0; turn < 2; turn += 1) {
      late.remove(a);
      late.add(a, 1);
    }
    expect([keysOf(late.within(ALL)), late.size]).toEqual(['a b', 2]);
    expect(take(late, 1)).toBe('a');
    late.remove(nameOf('b'));
    late.add(nameOf('b'), 1);
    expect([take(late, 1), take(late, 1), late.size]).toEqual(['b', '', 2]);
  });

  it('merge however many there are', () => {
    const keys = Array.from({ length: 3_000 }, (_, at) =>
      String((at * 7) % 3_000).padStart(4, '0'),
    );
    expect(take(lateNames(...keys), 4_000)).toBe(keys.sort().join(' '));
  });

  it('do not lose one that has come anew since it was taken', () => {
    const late = lateNames('a');
    const first = late.take(1);
    late.remove(nameOf('a'));
    late.add(nameOf('a'), 1);
    late.settle(first);
    expect([late.size, keysOf(late.within(ALL)), take(late)]).toEqual([1, 'a', 'a']);
  });

  it('are as many as fit some megabytes, however long they are', () => {
    const late = new LateNames(2);
    const long = 'x'.repeat(1_024);
    for (let at = 0; at < 20_000; at += 1) late.add(nameOf(`${at}${long}`), 1);
    const { surplus, size } = late;
    expect(surplus).toBeGreaterThan(0);
    expect(late.take(surplus).count).toBe(surplus);
    expect([late.surplus, late.size]).toEqual([0, size]);
  });

  it('are found in a range of keys as those on the disk are', () => {
    const late = lateNames('b', 'a', 'c', 'ba', 'd');
    late.take(1);
    const within = (start: string, exclusiveStart: boolean, end: string): string =>
      keysOf(late.within({ start: Buffer.from(start), exclusiveStart, end: Buffer.from(end) }));
    expect([within('b', false, 'd'), within('b', true, 'c'), within('a', false, 'b')]).toEqual([
      'b ba c',
      'ba',
      'a',
    ]);
  });
});
