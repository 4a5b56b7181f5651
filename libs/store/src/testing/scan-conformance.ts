// The part of the suite about scans of arcs.
import { inRange } from '@chord-dht/chord';
import fc from 'fast-check';
import type { RecordStore } from '../arc/record-store';
import { compareClockwise, type Position } from '../record/position';
import { RecordPacker } from '../record/record-packer';
import type { HarnessOf } from './harness-conformance';
import { keysOf, makeRecord } from './samples-conformance';

export function describeScans(harnessOf: HarnessOf): void {
  let store: RecordStore;
  beforeEach(() => {
    store = harnessOf().store;
  });

  describe('scans', () => {
    const ring = ['0000 z', '0001 a', '0001 b', '00ff a', '8000 a', 'ffff a'];

    beforeEach(async () => {
      const put = ring.map((name) => makeRecord(name.slice(0, 4), name.slice(5)));
      await store.write({ put: put.reverse() });
    });

    it.each([
      ['0000', '00ff', ['0001 a', '0001 b', '00ff a']],
      ['0001', '00ff', ['00ff a']],
      ['00ff', '00fe', ['8000 a', 'ffff a', '0000 z', '0001 a', '0001 b']],
      ['8000', '0000', ['ffff a', '0000 z']],
      ['8000', '0001', ['ffff a', '0000 z', '0001 a', '0001 b']],
      ['ffff', '0000', ['0000 z']],
      ['fffe', 'ffff', ['ffff a']],
      ['0002', '00fe', []],
      ['0001', '0001', ['00ff a', '8000 a', 'ffff a', '0000 z', '0001 a', '0001 b']],
      ['ffff', 'ffff', ring],
    ])('the arc (%s, %s] clockwise', (fromId, toId, expected) => {
      const arc = { fromId, toId };
      const page = store.scan(arc, { records: 100 });
      expect(keysOf(page.items)).toEqual(expected);
      expect(page.next).toBeNull();
      expect(keysOf(store.scanHeads(arc, { records: 100 }).items)).toEqual(expected);
      expect(store.count(arc)).toBe(expected.length);
    });

    it.each([1, 2, 3, 5, 6, 7])('page by page, %i at a time', (records) => {
      const arc = { fromId: '00ff', toId: '00ff' };
      const seen: string[] = [];
      let after: Position | null = null;
      do {
        const page = store.scan(arc, { records, after });
        expect(page.items.length).toBeLessThanOrEqual(records);
        seen.push(...keysOf(page.items));
        after = page.next;
      } while (after);
      expect(seen).toEqual(['8000 a', 'ffff a', '0000 z', '0001 a', '0001 b', '00ff a']);
    });

    it('goes on behind a record that is gone meanwhile', async () => {
      const arc = { fromId: '0000', toId: '8000' };
      const page = store.scan(arc, { records: 2 });
      await store.write({ drop: page.items });
      expect(keysOf(store.scan(arc, { records: 9, after: page.next }).items)).toEqual([
        '00ff a',
        '8000 a',
      ]);
    });

    it('ends a page before its values exceed the limit, but not before the first', async () => {
      const value = new Uint8Array(10_000);
      await store.write({
        put: ['1000', '1001', '1002'].map((id) => makeRecord(id, 'large', { value })),
      });
      const arc = { fromId: '0fff', toId: '1fff' };
      expect(store.scan(arc, { records: 9, bytes: 1 }).items).toHaveLength(1);
      expect(store.scan(arc, { records: 9, bytes: 25_000 }).items).toHaveLength(2);
    });

    it('gives the bytes of records, the same that each reading gives', () => {
      const arc = { fromId: '0000', toId: '8000' };
      const page = store.scanPacked(arc, { records: 3 });
      const expected = store.scan(arc, { records: 3 });
      expect([page.next, page.corrupt]).toEqual([expected.next, []]);
      const records = expected.items.map(({ keyId, key }) => store.read({ keyId, key })!);
      const packer = new RecordPacker();
      for (const record of records) packer.add(record);
      expect(Buffer.compare(page.packed, packer.take().packed)).toBe(0);
      const bytes = records.reduce((sum, { length }) => sum + length, 0);
      expect([page.records, page.bytes]).toEqual([records.length, bytes]);
      page.packed.fill(0);
      expect(store.scanPacked(arc, { records: 3 }).corrupt).toEqual([]);
    });

    it('gives heads without values', () => {
      const head = store.scanHeads({ fromId: '0000', toId: '0001' }, { records: 1 }).items[0];
      const { value, ...rest } = makeRecord('0001', 'a');
      expect(head).toEqual({ ...rest, bytes: value.length });
    });
  });

  it('scans any arc of any records as a sorted list would', async () => {
    const ids = fc
      .integer({ min: 0, max: 15 })
      .map((n) => (n * 4_369).toString(16).padStart(4, '0'));
    const key = fc.constantFrom('a', 'b', '\uffff', '\u{1f600}', 'ü', '');
    const position = fc.record({ keyId: ids, key: key.map((text) => `k${text}`) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(position, { maxLength: 20 }),
        ids,
        ids,
        fc.integer({ min: 1, max: 5 }),
        async (positions, fromId, toId, records) => {
          await store.clear();
          await store.write({ put: positions.map(({ keyId, key }) => makeRecord(keyId, key)) });
          const unique = new Map(positions.map((item) => [`${item.keyId} ${item.key}`, item]));
          const expected = [...unique.values()]
            .filter(({ keyId }) => inRange(fromId, keyId, toId))
            .sort((a, b) => compareClockwise(fromId, a, b));
          const seen: Position[] = [];
          let after: Position | null = null;
          do {
            const page = store.scan({ fromId, toId }, { records, after });
            seen.push(...page.items);
            after = page.next;
          } while (after);
          expect(keysOf(seen)).toEqual(keysOf(expected));
          expect(store.count({ fromId, toId })).toBe(expected.length);
        },
      ),
      { numRuns: 60 },
    );
  });
}
