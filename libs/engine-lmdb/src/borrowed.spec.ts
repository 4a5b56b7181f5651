import type { StoredRecord } from '@chord-dht/store';
import { makeRecord, makeVersion } from '@chord-dht/store/testing/record-store-conformance';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withinBounds } from './borrowed';
import type { LmdbRecordStore } from './lmdb-record-store';
import { openLmdb } from './open-lmdb';

/** As LMDB lends it: longer than the value, with a `length` of its own. */
function lent(text: string, behind: number): Buffer {
  const whole = Buffer.alloc(text.length + behind, 0xee);
  whole.write(text);
  return Object.defineProperty(whole, 'length', { value: text.length, writable: true });
}

describe('a borrowed buffer', () => {
  it.each([0, 1, 4_096])('ends where the value ends, with %i bytes behind it', (behind) => {
    const bytes = withinBounds(lent('value', behind));
    expect(bytes).toHaveLength(5);
    expect(bytes.byteLength).toBe(5);
    expect([...bytes.subarray(2)]).toEqual([...Buffer.from('lue')]);
    expect(bytes.slice().byteLength).toBe(5);
  });

  it('is lent on and not copied', () => {
    const whole = lent('value', 8);
    const bytes = withinBounds(whole);
    whole[0] = 0x56;
    expect(bytes[0]).toBe(0x56);
  });
});

describe('an engine whose environment lends every value from a larger buffer', () => {
  const BEHIND = 70_000;
  /** As one buffer for all readings: what was lent before is overwritten. */
  const shared = Buffer.alloc(BEHIND * 2);
  const ids = { large: '0001', small: '0002', empty: '0003' };
  const records = [
    makeRecord(ids.large, 'a', { value: new Uint8Array(BEHIND).fill(1) }),
    makeRecord(ids.small, 'b', { value: new Uint8Array([7]) }),
    makeRecord(ids.empty, 'c', { value: new Uint8Array(0) }),
  ];
  const whole = { fromId: '0000', toId: 'ffff' };
  let directory: string;
  let store: LmdbRecordStore;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'chord-lent-'));
    store = await openLmdb({
      directory,
      bits: 16,
      onFatal: (error) => {
        throw error;
      },
    });
    const { records: database } = store['parts'];
    const lend = database.getBinaryFast.bind(database);
    database.getBinaryFast = (name: Uint8Array) => {
      const found = lend(name);
      if (!found) return found;
      const bytes = withinBounds(found).slice();
      shared.fill(0xee);
      shared.set(bytes);
      return Object.defineProperty(shared.subarray(0), 'length', { value: bytes.length });
    };
    for (const record of records) await store.write({ put: [record] });
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  it('reads each within its bounds, and keeps what it read', () => {
    const read = records.map(({ keyId, key }) => store.get(keyId, key));
    shared.fill(0xee);
    expect(read).toEqual(records);
  });

  it('replaces, removes and counts what it means', async () => {
    expect(store.figures()).toMatchObject({ keys: 3, bytes: BEHIND + 1 });
    const [large, small] = records as [StoredRecord, StoredRecord];
    const smaller = {
      ...large,
      value: new Uint8Array([1, 2]),
      version: makeVersion(1_700_000_000_001),
    };
    await store.write({ put: [smaller], drop: [small] });
    expect(store.figures()).toMatchObject({ keys: 2, bytes: 2 });
    expect(store.get(large.keyId, large.key)).toEqual(smaller);
  });

  it('finds the same in scans, whose items outlive the next reading', () => {
    const { items } = store.scan(whole, { records: 10 });
    const heads = store.scanHeads(whole, { records: 10 });
    for (const { keyId, key } of records) store.get(keyId, key);
    expect(items).toEqual(records);
    expect(heads.items.map(({ key, bytes }) => [key, bytes])).toEqual([
      ['a', BEHIND],
      ['b', 1],
      ['c', 0],
    ]);
  });
});

describe('the environment of LMDB itself', () => {
  it('lends one buffer for all readings, longer than what it holds', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'chord-lent-'));
    const store = await openLmdb({ directory, bits: 16, onFatal: () => undefined });
    const long = makeRecord('0001', 'a', { value: new Uint8Array(50_000).fill(3) });
    const short = makeRecord('0002', 'b', { value: new Uint8Array([5]) });
    await store.write({ put: [long, short] });
    await store['writer'].settle();
    const { records, names } = store['parts'];
    const borrowed = [long, short].map((record) => records.getBinaryFast(names.bytesOf(record))!);
    // Otherwise these tests look at nothing, and the cure is not needed any more.
    expect(borrowed[1]!.buffer).toBe(borrowed[0]!.buffer);
    expect(borrowed[1]!.buffer.byteLength).toBeGreaterThan(50_000);
    expect([long, short].map(({ keyId, key }) => store.get(keyId, key))).toEqual([long, short]);
    await store.close();
    rmSync(directory, { recursive: true });
  });
});
