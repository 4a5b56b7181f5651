// The part of the suite about figures that are kept.
import fc from 'fast-check';
import { BUCKETS_MAX } from '../arc/bucket-ids';
import { addFigures, noFigures } from '../arc/bucket-table';
import { figuresOfRecords, toArcFigures } from '../arc/figures-of';
import type { RecordStore } from '../arc/record-store';
import { encodeRecord } from '../record/record-codec';
import { EVERYTHING, type HarnessOf, type RecordStoreHarness } from './harness-conformance';
import { makeRecord, makeVersion } from './samples-conformance';

export function describeFigures(harnessOf: HarnessOf): void {
  let harness: RecordStoreHarness;
  let store: RecordStore;
  beforeEach(() => {
    harness = harnessOf();
    store = harness.store;
  });

  describe('keeps figures', () => {
    const expectFigures = (): void => {
      const { items, corrupt } = store.scan(EVERYTHING, { records: 1_000 });
      const bytes = items.map((record) => encodeRecord(record));
      const damaged = corrupt.map(() => new Uint8Array(0));
      const all = figuresOfRecords([...bytes, ...damaged]);
      expect(store.figuresOf(EVERYTHING)).toEqual(toArcFigures(all));
      const buckets = Array.from({ length: BUCKETS_MAX }, (_, bucket) => store.bucket(bucket));
      const sum = noFigures();
      for (const bucket of buckets) addFigures(sum, bucket);
      expect(sum).toEqual(all);
    };

    it('that are those of the records, whatever was done', async () => {
      const position = fc.record({
        keyId: fc.constantFrom('0000', '000f', '0010', '001f', '8000', 'ffff'),
        key: fc.constantFrom('a', 'b'),
      });
      const step = fc.record({
        kind: fc.constantFrom('append', 'put', 'drop', 'empty', 'damage', 'clear'),
        position,
        timeMs: fc.integer({ min: 1, max: 6 }),
        waits: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          await store.clear();
          let last: Promise<unknown> = Promise.resolve();
          for (const { kind, position: at, timeMs, waits } of steps) {
            const value = new Uint8Array(timeMs);
            const version = makeVersion(timeMs);
            const record = makeRecord(at.keyId, at.key, { version, value });
            const gone = { ...record, deleted: true, value: new Uint8Array(0) };
            if (kind === 'append') {
              const bytes = encodeRecord(record);
              last = new Promise<void>((resolve) =>
                store.append([{ position: at, bytes }], () => resolve()),
              );
            } else if (kind === 'put') last = store.write({ put: [record] });
            else if (kind === 'empty') last = store.write({ put: [gone] });
            else if (kind === 'drop') last = store.write({ drop: [record], dropCorrupt: [at] });
            else if (kind === 'clear' && timeMs === 1) last = store.clear();
            else if (kind === 'damage') {
              await last;
              const isThere = store.scanHeads(EVERYTHING, { records: 99 });
              if (isThere.items.some(({ keyId, key }) => keyId === at.keyId && key === at.key))
                await harness.damage(at, (bytes) => void (bytes[20]! ^= 1));
            }
            if (waits) await last;
          }
          await last;
          // Whatever is damaged has been met by now.
          store.scanHeads(EVERYTHING, { records: 1_000 });
          await store.write({ drop: [makeRecord('7777', 'none')] });
          expectFigures();
        }),
        { numRuns: 40 },
      );
    });

    it('through many groups, and when it is opened again', async () => {
      for (let turn = 0; turn < 1_100; turn += 1) {
        const keyId = (turn * 37).toString(16).padStart(4, '0');
        const key = `k${keyId}`;
        const bytes = encodeRecord(makeRecord(keyId, key, { version: makeVersion(turn) }));
        const done = new Promise<void>((resolve) =>
          store.append([{ position: { keyId, key }, bytes }], () => resolve()),
        );
        if (turn % 2 === 0) await done;
      }
      await store.write({ drop: [makeRecord('0000', 'k0000', { version: makeVersion(0) })] });
      expect(store.figures().keys).toBe(1_099);
      expect(store.figuresOf({ fromId: '00ff', toId: '1234' }).records).toBe(
        store.scan({ fromId: '00ff', toId: '1234' }, { records: 9_999 }).items.length,
      );
      const before = store.figuresOf(EVERYTHING);
      if (harness.reopen) store = await harness.reopen();
      expect(store.figuresOf(EVERYTHING)).toEqual(before);
      await store.write({ put: [makeRecord('0000', 'k0000')] });
      if (harness.reopen) store = await harness.reopen();
      expect(store.figures().keys).toBe(1_100);
      expect(store.figuresOf(EVERYTHING).hash).not.toBe(before.hash);
    });
  });
}
