import fc from 'fast-check';
import { inRange } from '@chord-dht/chord';
import { encodeRecord } from '../record/record-codec';
import { makeRecord, makeVersion } from '../testing/record-store-conformance';
import { segmentsOf, type Position, type Segment } from '../record/position';
import {
  arcOfBucket,
  bucketOf,
  BUCKETS_MAX,
  cutAtBuckets,
  partsOf,
  segmentOfBucket,
} from './bucket-ids';
import { addRecord, BucketTable, noFigures } from './bucket-table';
import { figuresOfArc, figuresOfRecords } from './figures-of';

const inSegment = ({ low, highId }: Segment, keyId: string): boolean =>
  (low === null || keyId > low.keyId) && (highId === null || keyId <= highId);

describe('buckets of ids', () => {
  it.each([
    [1, 'f', 15],
    [2, '3f', 63],
    [3, '3ff', 1_023],
    [4, '1fff', 0x1ff],
    [40, `abc${'0'.repeat(37)}`, 0xabc],
  ])('are the first digits, with ids of %i digits', (_width, id, bucket) => {
    expect(bucketOf(id)).toBe(bucket);
  });

  it.each([2, 3, 4, 5])('and the rest of an arc are the arc, with ids of %i digits', (width) => {
    const top = 16 ** Math.min(width, 4) - 1;
    // Mostly borders: the first and the last id of a bucket.
    const id = fc
      .oneof(
        fc.nat(top),
        fc.nat(top).map((n) => n | 0xf),
        fc.constantFrom(0, top),
      )
      .map((n) => n.toString(16).padStart(Math.min(width, 4), '0'))
      .chain((start) => fc.constantFrom('0', '7', 'f').map((end) => start.padEnd(width, end)));
    fc.assert(
      fc.property(id, id, fc.array(id, { maxLength: 30 }), (fromId, toId, ids) => {
        const pieces = cutAtBuckets({ fromId, toId });
        const edges = pieces.flatMap((piece) => ('edge' in piece ? [piece.edge] : []));
        const parts = partsOf({ fromId, toId }, 'f'.repeat(width));
        for (const keyId of [...ids, fromId, toId]) {
          const bucket = bucketOf(keyId);
          const times =
            pieces.filter((one) => 'from' in one && bucket >= one.from && bucket < one.to).length +
            edges.filter((edge) => inSegment(edge, keyId)).length;
          expect(times).toBe(inRange(fromId, keyId, toId) ? 1 : 0);
          const here = parts.filter(({ arc }) => inRange(arc.fromId, keyId, arc.toId));
          expect(here).toHaveLength(times);
        }
        for (const { low, highId } of edges)
          expect(
            low === null || highId === null || bucketOf(highId) - bucketOf(low.keyId) <= 1,
          ).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('and the rest are named clockwise, in a ring whose first digit is not whole', () => {
    const parts = partsOf({ fromId: '1fe0', toId: '0011' }, '1fff');
    expect(parts).toEqual([
      { index: 0xf000, arc: { fromId: '1fe0', toId: '1fef' } },
      { index: 0x1ff, arc: { fromId: '1fef', toId: '1fff' } },
      { index: 0, arc: { fromId: '1fff', toId: '000f' } },
      { index: 0xf001, arc: { fromId: '000f', toId: '0011' } },
    ]);
  });

  it('have an arc each', () => {
    for (const bucket of [0, 1, 0x7ff, BUCKETS_MAX - 1]) {
      const { fromId, toId } = arcOfBucket(bucket, 'f'.repeat(40));
      expect(bucketOf(toId)).toBe(bucket);
      expect((bucketOf(fromId) + 1) % BUCKETS_MAX).toBe(bucket);
      expect(inSegment(segmentOfBucket(bucket, 40), toId)).toBe(true);
      expect(segmentsOf({ fromId, toId })).toContainEqual(segmentOfBucket(bucket, 40));
    }
  });
});

describe('the figures of buckets', () => {
  const place = fc.record({
    keyId: fc.nat(0xffff).map((n) => n.toString(16).padStart(4, '0')),
    key: fc.constantFrom('a', 'b', 'ü'),
  });
  const encoded = ({ keyId, key }: Position, timeMs: number): Uint8Array =>
    encodeRecord(
      makeRecord(keyId, key, {
        version: makeVersion(timeMs),
        deleted: timeMs % 3 === 0,
        value: new Uint8Array(timeMs % 3 === 0 ? 0 : timeMs),
      }),
    );

  it('of any arc are those of its records, however they came to be there', () => {
    const write = fc.record({ place, timeMs: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 40 }), place, place, (writes, from, to) => {
        const table = new BucketTable();
        const held = new Map<string, { keyId: string; bytes: Uint8Array }>();
        for (const { place: at, timeMs } of writes) {
          const bytes = encoded(at, timeMs);
          const bucket = bucketOf(at.keyId);
          const figures = table.get(bucket);
          const before = held.get(at.keyId + at.key);
          if (before) addRecord(figures, before.bytes, -1);
          addRecord(figures, bytes, 1);
          table.set(bucket, figures);
          held.set(at.keyId + at.key, { keyId: at.keyId, bytes });
        }
        const arc = { fromId: from.keyId, toId: to.keyId };
        const all = [...held.values()];
        const found = figuresOfArc(table, arc, (segment) =>
          all.filter(({ keyId }) => inSegment(segment, keyId)).map(({ bytes }) => bytes),
        );
        const inside = all.filter(({ keyId }) => inRange(arc.fromId, keyId, arc.toId));
        expect(found).toEqual(figuresOfRecords(inside.map(({ bytes }) => bytes)));
        expect(table.sum(0, BUCKETS_MAX)).toEqual(figuresOfRecords(all.map(({ bytes }) => bytes)));
      }),
    );
  });

  it('distinguish versions and keys', () => {
    const hashes = new Set<string>();
    for (let timeMs = 1; timeMs <= 200; timeMs += 1) {
      for (const key of ['a', 'b', 'aa', 'ab', 'aaaa', 'aaaab']) {
        const { high, low } = figuresOfRecords([encoded({ keyId: '0001', key }, timeMs)]);
        hashes.add(`${high}-${low}`);
        hashes.add(String(high));
        hashes.add(String(low));
      }
    }
    expect(hashes.size).toBe(200 * 6 * 3);
  });

  it('count one that is corrupt as being there, and as nothing else', () => {
    const bytes = encoded({ keyId: '0001', key: 'a' }, 1);
    bytes[20]! ^= 1;
    const sum = noFigures();
    expect(addRecord(sum, bytes, 1)).toBe(false);
    expect(sum).toEqual({ ...noFigures(), records: 1 });
  });
});
