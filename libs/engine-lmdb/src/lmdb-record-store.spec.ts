import {
  describeRecordStore,
  FORMAT_1_RECORDS,
  makeRecord,
  makeVersion,
} from '@chord-dht/store/testing/record-store-conformance';
import { open as openRaw } from 'lmdb';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from './engine-error';
import type { LmdbRecordStore } from './lmdb-record-store';
import { openLmdb } from './open-lmdb';
import { RecordNames } from './record-names';
import { subjectOf } from './testing/lmdb-conformance';

const MIB = 1024 * 1024;

function refuseToDie(error: unknown): void {
  throw error;
}

describeRecordStore('lmdb with flush', () => subjectOf('flush'));

describe('a data directory', () => {
  let parent: string;
  let directory: string;
  const open = (over: Partial<Parameters<typeof openLmdb>[0]> = {}): Promise<LmdbRecordStore> =>
    openLmdb({ directory, bits: 16, onFatal: refuseToDie, ...over });

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'chord-lmdb-'));
    directory = join(parent, 'deep', 'data');
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('is refused when its path is a file', async () => {
    directory = join(parent, 'file');
    writeFileSync(directory, 'x');
    await expect(open()).rejects.toMatchObject({
      code: 'DATA_UNUSABLE',
      message: expect.stringContaining(directory),
    });
  });

  it('is refused when it was made for a ring of another size, and is not locked by that', async () => {
    const store = await open();
    await store.write({ put: [makeRecord('0001', 'a')] });
    await store.close();
    await expect(open({ bits: 160 })).rejects.toMatchObject({ code: 'DATA_UNUSABLE' });
    await (await open()).close();
  });

  it('is refused as well when it has no record, and its member has met others', async () => {
    const store = await open();
    await store.putState('remembered-peers', '["a:1"]');
    await store.close();
    await expect(open({ bits: 160 })).rejects.toMatchObject({ code: 'DATA_UNUSABLE' });
  });

  it('begins anew with other bits after a start that nothing came of', async () => {
    const first = await open();
    for (const [name, kept] of Object.entries({ views: 'x', boots: '1', 'remembered-peers': '[]' }))
      await first.putState(name, kept);
    await first.close();
    const notices: string[] = [];
    const onNotice = (message: string) => void notices.push(message);
    const record = makeRecord('01'.repeat(20), 'a');
    for (let time = 0; time < 2; time += 1) {
      const store = await open({ bits: 160, onNotice });
      expect(store.getState('views')).toBeUndefined();
      await store.write({ put: [record] });
      expect(store.get(record.keyId, record.key)).toEqual(record);
      await store.close();
    }
    expect(notices).toEqual([expect.stringContaining('ids of 160 bits')]);
  });

  it('is refused when its file is no store', async () => {
    await (await open()).close();
    writeFileSync(join(directory, 'data.mdb'), 'no store at all'.repeat(1_000));
    const refused = open();
    await expect(refused).rejects.toBeInstanceOf(EngineError);
    await expect(refused).rejects.toThrow('is not an LMDB file');
  });

  it('is refused when its file is cut off', async () => {
    const store = await open();
    const value = new Uint8Array(MIB);
    await store.write({ put: [makeRecord('0001', 'a', { value })] });
    await store.close();
    const file = join(directory, 'data.mdb');
    truncateSync(file, statSync(file).size - MIB / 2);
    await expect(open()).rejects.toThrow('is cut off');
    truncateSync(file, 10);
    await expect(open()).rejects.toThrow('is not an LMDB file');
  });

  it('is opened when its file lacks nothing but free pages, and refused when it lacks more', async () => {
    const page = 4_096;
    const kept = makeRecord('0001', 'kept', { value: new Uint8Array(MIB / 16).fill(1) });
    const gone = makeRecord('0002', 'gone', { value: new Uint8Array(MIB / 16).fill(2) });
    let store = await open();
    await store.write({ put: [kept] });
    await store.write({ put: [gone] });
    await store.close();
    // Only what the tree has had leaves free pages behind: a stop brings all there that the log has.
    store = await open();
    await store.write({ drop: [gone] });
    await store.close();
    const file = join(directory, 'data.mdb');
    const whole = readFileSync(file);
    const opened: number[] = [];
    for (let lacking = 1; lacking <= 40; lacking += 1) {
      writeFileSync(file, whole.subarray(0, whole.length - lacking * page));
      const found = await open().catch((error: Error) => error.message);
      if (typeof found === 'string') expect(found).toContain('is cut off');
      else {
        store = found;
        expect(store.get('0001', 'kept')).toEqual(kept);
        await store.write({ put: [gone] });
        expect(store.get('0002', 'gone')).toEqual(gone);
        await store.close();
        opened.push(lacking);
      }
    }
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.length).toBeLessThan(40);
  });

  it('is locked while this process has it open, under whatever path', async () => {
    const store = await open();
    await expect(open({ directory: `${directory}/../data` })).rejects.toMatchObject({
      code: 'DATA_LOCKED',
      detail: { pid: process.pid },
    });
    await store.close();
    await (await open()).close();
  });

  it('goes on with keys of more than 40 digits of id and the longest key', async () => {
    const store = await open({ bits: 160 });
    const record = makeRecord('f'.repeat(40), 'ü'.repeat(512), { version: makeVersion(3) });
    await store.write({ put: [record] });
    expect(store.get(record.keyId, record.key)).toEqual(record);
    await store.close();
  });

  it('says that it is closed, instead of failing like code that somebody got wrong', async () => {
    const store = await open();
    await store.write({ put: [makeRecord('0001', 'a')] });
    await store.close();
    const closed = expect.objectContaining({ code: 'UNAVAILABLE' });
    const arc = { fromId: '0000', toId: 'ffff' };
    for (const read of [
      () => store.get('0001', 'a'),
      () => store.read({ keyId: '0001', key: 'a' }),
      () => store.scan(arc, { records: 1 }),
      () => store.scanHeads(arc, { records: 1 }),
      () => store.count(arc),
      () => store.getState('name'),
    ])
      expect(read).toThrow(closed);
    // Left to the environment, each of these would end the process.
    for (const write of [
      store.write({ put: [makeRecord('0002', 'b')] }),
      store.write({ drop: [makeRecord('0001', 'a')] }),
      store.putState('name', 'value'),
      store.clear(),
    ])
      await expect(write).rejects.toEqual(closed);
  });

  it('of the first format is used as it is, its records converted as they are read', async () => {
    const root = openRaw({ path: directory, noSubdir: false, maxDbs: 4, encoding: 'binary' });
    const encoding = { encoding: 'binary', keyEncoding: 'binary' } as const;
    const records = root.openDB<Buffer, Buffer>({ name: 'records', ...encoding });
    const state = root.openDB<string, string>({ name: 'state', encoding: 'string' });
    const names = new RecordNames(4);
    for (const { record, bytes } of FORMAT_1_RECORDS)
      await records.put(names.bytesOf({ keyId: '0001', key: record.key }), Buffer.from(bytes));
    await state.put('format', '1, ids of 16 bits');
    await root.close();
    for (let time = 0; time < 2; time += 1) {
      const store = await open();
      const bytes = FORMAT_1_RECORDS.reduce((sum, { record }) => sum + record.value.length, 0);
      expect(store.figures()).toEqual({ keys: 3, bytes, tombstones: 1 });
      expect(store.getState('format')).toBe('3, ids of 16 bits');
      for (const { record } of FORMAT_1_RECORDS)
        expect(store.get('0001', record.key)).toEqual({ ...record, keyId: '0001' });
      await store.close();
    }
  });

  it('of a later format is refused and left as it is', async () => {
    const root = openRaw({ path: directory, noSubdir: false, maxDbs: 4, encoding: 'binary' });
    const state = root.openDB<string, string>({ name: 'state', encoding: 'string' });
    await state.put('format', '4, ids of 16 bits');
    await root.close();
    for (let time = 0; time < 2; time += 1)
      await expect(open()).rejects.toMatchObject({
        code: 'DATA_UNUSABLE',
        message: expect.stringContaining('a later version of this program'),
      });
  });

  it('without indexes, or changed by a version that knows none, gets them when it is opened', async () => {
    const all = { prefix: '', after: null, items: 99, looks: 99 };
    const put = ['b', 'a', 'c'].map((key, index) =>
      makeRecord(`000${index}`, key, { expiresAtMs: 1_000 + index }),
    );
    const first = await open();
    await first.write({ put: [...put, makeRecord('0009', 'gone', { deleted: true })] });
    await first.close();
    const changes: ((raw: ReturnType<typeof openRaw>) => Promise<unknown>)[] = [
      async (raw) => {
        await raw.openDB({ name: 'state', encoding: 'string' }).remove('indexes');
        for (const name of ['names', 'ends']) await raw.openDB({ name }).drop();
      },
      (raw) => raw.openDB({ name: 'names', keyEncoding: 'binary' }).remove(Buffer.from('b')),
      async (raw) => {
        await raw.openDB({ name: 'state', encoding: 'string' }).put('late-names', '7-9');
        await raw.openDB({ name: 'names', keyEncoding: 'binary' }).remove(Buffer.from('b'));
      },
    ];
    for (const change of changes) {
      const raw = openRaw({ path: directory, noSubdir: false, maxDbs: 8, encoding: 'binary' });
      await change(raw);
      await raw.close();
      const told: string[] = [];
      const onIndexing = (done: number, total: number): number => told.push(`${done}/${total}`);
      const store = await open({ onIndexing });
      expect(told).toEqual(['0/4', '4/4']);
      expect(store.scanNames(all).items.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
      const ends = { kind: 'expiry', untilMs: 2_000, records: 9, after: null } as const;
      expect(store.scanEnds(ends).items.map(({ key }) => key)).toEqual(['b', 'a', 'c']);
      expect(store.scanEnds({ ...ends, kind: 'tombstone', untilMs: 1e13 }).items).toHaveLength(1);
      await store.close();
      // What was built stays.
      await (await open({ onIndexing })).close();
      expect(told).toHaveLength(2);
    }
  });

  it('looks at no more than 4 MiB of large values for one page, be it of heads', async () => {
    const store = await open();
    const value = new Uint8Array(MIB - 1_000);
    const keys = Array.from({ length: 10 }, (_, index) => `000${index}`);
    await store.write({ put: keys.map((keyId) => makeRecord(keyId, 'large', { value })) });
    const everything = { fromId: 'ffff', toId: 'ffff' };
    const first = store.scanHeads(everything, { records: 100 });
    expect(first.items.map(({ keyId }) => keyId)).toEqual(keys.slice(0, 4));
    const next = store.scanHeads(everything, { records: 3, after: first.next });
    expect(next.items.map(({ keyId }) => keyId)).toEqual(keys.slice(4, 7));
    await store.close();
  });

  it('refuses writes below the watermark of a real file system', async () => {
    const store = await open({ freeBytesMin: Number.MAX_SAFE_INTEGER });
    await expect(store.write({ put: [makeRecord('0001', 'a')] })).rejects.toMatchObject({
      code: 'STORAGE_FULL',
    });
    await store.close();
  });
});
