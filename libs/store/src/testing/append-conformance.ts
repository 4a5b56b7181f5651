// The part of the suite about writing and reading bytes.
import fc from 'fast-check';
import { StoreError } from '../base/errors';
import type { PlacedRecord, RecordStore } from '../arc/record-store';
import { encodeRecord } from '../record/record-codec';
import type { StoredRecord } from '../record/stored-record';
import { FORMAT_1_RECORDS } from './format-1-conformance';
import { EVERYTHING, type HarnessOf, type RecordStoreHarness } from './harness-conformance';
import type { Position } from '../record/position';
import { makeRecord, makeVersion } from './samples-conformance';

export function describeAppending(harnessOf: HarnessOf): void {
  let harness: RecordStoreHarness;
  let store: RecordStore;
  beforeEach(() => {
    harness = harnessOf();
    store = harness.store;
  });

  describe('appends bytes', () => {
    const placed = (record: StoredRecord): PlacedRecord => ({
      position: { keyId: record.keyId, key: record.key },
      bytes: encodeRecord(record),
    });
    const at = (timeMs: number, key = 'a'): PlacedRecord =>
      placed(makeRecord('0001', key, { version: makeVersion(timeMs) }));
    const append = (...items: PlacedRecord[]): Promise<void> =>
      new Promise((resolve, reject) =>
        store.append(items, (error) => (error ? reject(error) : resolve())),
      );
    const timeOf = (key = 'a'): number | undefined => store.get('0001', key)?.version.timeMs;

    it('and reads the same bytes, which are then the own of whoever asked', async () => {
      const item = placed(makeRecord('00ff', 'ü\u{1f600}', { expiresAtMs: 1_800_000_000_000 }));
      await append(item, at(1));
      const found = store.read(item.position)!;
      const other = store.read({ keyId: '0001', key: 'a' })!;
      expect(Buffer.compare(found, item.bytes)).toBe(0);
      expect(store.get('00ff', 'ü\u{1f600}')).toEqual(
        makeRecord('00ff', 'ü\u{1f600}', { expiresAtMs: 1_800_000_000_000 }),
      );
      found.fill(0);
      expect(Buffer.compare(store.read(item.position)!, item.bytes)).toBe(0);
      expect(Buffer.compare(other, at(1).bytes)).toBe(0);
      expect(store.read({ keyId: '00ff', key: 'none' })).toBeUndefined();
    });

    it('in place of the same version that was emptied at the end of its life, and not of a removal', async () => {
      const expiresAtMs = 1_800_000_000_000;
      const value = placed(makeRecord('0001', 'a', { version: makeVersion(2), expiresAtMs }));
      const gone = { version: makeVersion(2), deleted: true, value: new Uint8Array(0) };
      await append(value);
      await store.write({ put: [makeRecord('0001', 'a', { ...gone, expiresAtMs })] });
      expect(store.figures()).toMatchObject({ keys: 0, tombstones: 1 });
      await append(value);
      expect(Buffer.compare(store.read(value.position)!, value.bytes)).toBe(0);
      expect(store.figures()).toMatchObject({ keys: 1, tombstones: 0 });
      const limit = { prefix: '', after: null, items: 9, looks: 9 };
      expect(store.scanNames(limit).items).toEqual([value.position]);
      await store.write({ put: [makeRecord('0001', 'a', gone)] });
      await append(value);
      expect(store.get('0001', 'a')?.deleted).toBe(true);
    });

    it('calls back once, and not before it has returned', async () => {
      const calls: unknown[] = [];
      let hasReturned = false;
      const both = new Promise<void>((resolve) => {
        store.append([at(1), at(2, 'b')], (error) => {
          calls.push(error, hasReturned);
          resolve();
        });
        store.append([], (error) => calls.push(error, hasReturned));
      });
      hasReturned = true;
      await both;
      await append(at(3));
      expect(calls).toEqual([undefined, true, undefined, true]);
      expect([timeOf(), timeOf('b')]).toEqual([3, 2]);
    });

    it.each([
      ['in one group', [[3, 1, 2]]],
      ['in several calls of one turn', [[1], [3], [2]]],
      ['in one, with the same twice', [[3, 3, 1]]],
    ])('keeps the latest version, %s', async (_name, groups) => {
      await Promise.all(groups.map((times) => append(...times.map((time) => at(time)))));
      expect(timeOf()).toBe(3);
      expect(store.figures()).toMatchObject({ keys: 1, tombstones: 0 });
    });

    it('keeps the latest version of neighbouring groups, in whatever order they come', async () => {
      const order = fc.array(
        fc.record({ timeMs: fc.integer({ min: 1, max: 9 }), waits: fc.boolean() }),
        { minLength: 1, maxLength: 12 },
      );
      await fc.assert(
        fc.asyncProperty(order, async (steps) => {
          await store.clear();
          const all: Promise<void>[] = [];
          for (const { timeMs, waits } of steps) {
            all.push(append(at(timeMs), at(10 - timeMs, 'b')));
            if (waits) await new Promise<void>((resolve) => setImmediate(resolve));
          }
          await Promise.all(all);
          const times = steps.map(({ timeMs }) => timeMs);
          expect(timeOf()).toBe(Math.max(...times));
          expect(timeOf('b')).toBe(10 - Math.min(...times));
          expect(store.figures()).toMatchObject({ keys: 2, tombstones: 0 });
        }),
        { numRuns: 25 },
      );
    });

    it('does not let a batch that was asked for before undo a later version, nor one after it', async () => {
      const put = (timeMs: number): Promise<void> =>
        store.write({ put: [makeRecord('0001', 'a', { version: makeVersion(timeMs) })] });
      await Promise.all([put(1), append(at(5)), put(3), append(at(4))]);
      expect(timeOf()).toBe(5);
    });

    it('takes many at once, beside writes and removals of the same keys, and counts them right', async () => {
      const idOf = (index: number): string => (index * 13).toString(16).padStart(4, '0');
      const many = (timeMs: number, from: number, to: number): PlacedRecord[] =>
        Array.from({ length: to - from }, (_, at) =>
          placed(makeRecord(idOf(from + at), `k${from + at}`, { version: makeVersion(timeMs) })),
        );
      const at7 = { keyId: idOf(7), key: 'k7', version: makeVersion(2) };
      await append(...many(1, 500, 900));
      await Promise.all([
        append(...many(2, 0, 1_000)),
        append(...many(1, 0, 1_000)),
        append(...many(9, 5, 6)),
        store.write({ drop: [at7] }),
        append(...many(1, 6, 7)),
        append(...many(3, 300, 500)),
      ]);
      const timeAt = (index: number): number | undefined =>
        store.get(idOf(index), `k${index}`)?.version.timeMs;
      expect([5, 6, 7, 299, 300, 499, 500, 999].map(timeAt)).toEqual([
        9,
        2,
        undefined,
        2,
        3,
        3,
        2,
        2,
      ]);
      expect(store.figures()).toMatchObject({ keys: 999, tombstones: 0 });
      const counted = store.scanHeads(EVERYTHING, { records: 2_000 }).items;
      expect(counted).toHaveLength(999);
      const listed = store.scanNames({ prefix: 'k', after: null, items: 2_000, looks: 2_000 });
      expect(listed.items).toHaveLength(999);
      const { hash } = store.figuresOf(EVERYTHING);
      await store.clear();
      const again = counted.map(({ keyId, key, version }) =>
        placed(makeRecord(keyId, key, { version })),
      );
      await Promise.all([append(...again.slice(0, 400)), append(...again.slice(400))]);
      expect(store.figuresOf(EVERYTHING)).toMatchObject({ records: 999, hash });
      const reopened = await harness.reopen?.();
      if (reopened) store = reopened;
      expect(store.figuresOf(EVERYTHING)).toMatchObject({ records: 999, hash });
    });

    it('replaces what is corrupt, be it of the same or a later version', async () => {
      for (const spoil of [0, 20, -1]) {
        await append(at(5));
        await harness.damage({ keyId: '0001', key: 'a' }, (bytes) => {
          bytes[(spoil + bytes.length) % bytes.length]! ^= 1;
        });
        expect(() => store.read({ keyId: '0001', key: 'a' })).toThrow(
          expect.objectContaining({ code: 'CORRUPT' }),
        );
        await append(at(4));
        expect(timeOf()).toBe(4);
      }
    });

    it('replaces what lies under the name of another', async () => {
      await append(at(5, 'b'));
      const stray = store.read({ keyId: '0001', key: 'b' })!;
      await harness.place({ keyId: '0001', key: 'a' }, stray);
      expect(() => store.read({ keyId: '0001', key: 'a' })).toThrow(StoreError);
      await append(at(1));
      expect(timeOf()).toBe(1);
    });

    it('tells at once whether there is room', async () => {
      await store.admit(1);
      expect(store.admitNow(100)).toBe(true);
      await harness.fill();
      await expect(store.admitNow(1)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
      await harness.free();
      await store.admit(1);
      expect(store.admitNow(100)).toBe(true);
    });
  });
}

export function describeFirstFormat(harnessOf: HarnessOf): void {
  let harness: RecordStoreHarness;
  let store: RecordStore;
  beforeEach(() => {
    harness = harnessOf();
    store = harness.store;
  });

  describe('finds records of the first format', () => {
    const keyId = '0001';

    beforeEach(async () => {
      for (const { record, bytes } of FORMAT_1_RECORDS)
        await harness.place({ keyId, key: record.key }, bytes);
    });

    it.each(FORMAT_1_RECORDS.map(({ record }) => [record.key, record] as const))(
      'and gives back %s as it was',
      (key, record) => {
        expect(store.get(keyId, key)).toEqual({ ...record, keyId });
        expect(
          Buffer.compare(store.read({ keyId, key })!, encodeRecord({ ...record, keyId })),
        ).toBe(0);
      },
    );

    it('and lists them', () => {
      const items = FORMAT_1_RECORDS.map(({ record }) => ({ ...record, keyId }));
      const byKey = (a: Position, b: Position): number => (a.key < b.key ? -1 : 1);
      const page = store.scan(EVERYTHING, { records: 9 });
      expect([...page.items].sort(byKey)).toEqual([...items].sort(byKey));
      expect(store.scanHeads(EVERYTHING, { records: 9 }).items).toHaveLength(items.length);
      expect(page.corrupt).toEqual([]);
    });

    it('and replaces them by later versions only', async () => {
      const { record } = FORMAT_1_RECORDS[0]!;
      const { key, version } = record;
      const append = (timeMs: number): Promise<void> =>
        new Promise((resolve) => {
          const bytes = encodeRecord({ ...record, keyId, version: { ...version, timeMs } });
          store.append([{ position: { keyId, key }, bytes }], () => resolve());
        });
      await append(version.timeMs - 1);
      expect(store.get(keyId, key)).toEqual({ ...record, keyId });
      await append(version.timeMs + 1);
      expect(store.get(keyId, key)?.version.timeMs).toBe(version.timeMs + 1);
    });

    it('and drops them by their version', async () => {
      const { key, version } = FORMAT_1_RECORDS[1]!.record;
      await store.write({ drop: [{ keyId, key, version }] });
      expect(store.get(keyId, key)).toBeUndefined();
    });
  });
}
