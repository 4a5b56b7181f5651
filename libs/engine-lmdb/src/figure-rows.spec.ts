import { BUCKETS_MAX, noFigures } from '@chord-dht/store';
import { FigureRows } from './figure-rows';

const rowOf = (bucket: number, more = 0) => ({
  ...{ records: bucket + more, tombstones: more, bytes: 2 ** 40 + bucket },
  ...{ high: 2 ** 32 - 1 - bucket, low: 2 ** 31 + bucket },
});

describe('the rows of a group', () => {
  it('are read as they were written last, however many there are', () => {
    const rows = new FigureRows();
    for (const more of [0, 1])
      for (let bucket = BUCKETS_MAX - 1; bucket >= 0; bucket -= 1)
        rows.write(bucket, rowOf(bucket, more));
    expect(rows.count).toBe(BUCKETS_MAX);
    expect([rows.bucketAt(0), rows.bucketAt(BUCKETS_MAX - 1)]).toEqual([BUCKETS_MAX - 1, 0]);
    const row = noFigures();
    for (let bucket = 0; bucket < BUCKETS_MAX; bucket += 1) {
      expect(rows.read(bucket, row)).toBe(true);
      expect(row).toEqual(rowOf(bucket, 1));
    }
  });

  it('are none after they were cleared', () => {
    const rows = new FigureRows();
    rows.isCleared = true;
    rows.write(7, rowOf(7));
    rows.clear();
    const row = noFigures();
    expect([rows.count, rows.has(7), rows.read(7, row), rows.isCleared]).toEqual([
      ...[0, false, false, false],
    ]);
    expect(row).toEqual(noFigures());
    rows.write(8, rowOf(8));
    expect([rows.count, rows.bucketAt(0), rows.has(7), rows.has(8)]).toEqual([1, 8, false, true]);
  });
});
