// The rows of buckets that a group of writes changes, in columns: with an object for each, every write would leave some
// garbage here.
import { BUCKETS_MAX, type BucketFigures } from '@chord-dht/store';

const ROWS_MIN = 64;
/** As many as `BucketFigures` has fields. */
const CELLS = 5;

export class FigureRows {
  /** 1 + the place of each bucket among the rows; 0 for those that are not changed. */
  private readonly places = new Uint16Array(BUCKETS_MAX);
  private buckets = new Uint16Array(ROWS_MIN);
  private cells = new Float64Array(ROWS_MIN * CELLS);
  private rows = 0;
  /** All that is not among the rows is gone. */
  isCleared = false;

  get count(): number {
    return this.rows;
  }

  /** The bucket of the row at a place, in the order in which they were changed first. */
  bucketAt(place: number): number {
    return this.buckets[place] as number;
  }

  has(bucket: number): boolean {
    return this.places[bucket] !== 0;
  }

  /** @returns false when the bucket is not among the rows, and nothing is filled in */
  read(bucket: number, into: BucketFigures): boolean {
    const place = this.places[bucket] as number;
    if (place === 0) return false;
    const { cells } = this;
    const at = (place - 1) * CELLS;
    into.records = cells[at] as number;
    into.tombstones = cells[at + 1] as number;
    into.bytes = cells[at + 2] as number;
    into.high = cells[at + 3] as number;
    into.low = cells[at + 4] as number;
    return true;
  }

  write(bucket: number, row: BucketFigures): void {
    const at = this.placeOf(bucket) * CELLS;
    const { cells } = this;
    cells[at] = row.records;
    cells[at + 1] = row.tombstones;
    cells[at + 2] = row.bytes;
    cells[at + 3] = row.high;
    cells[at + 4] = row.low;
  }

  /** Nothing is changed any more: to be used again. */
  clear(): void {
    for (let place = 0; place < this.rows; place += 1) this.places[this.bucketAt(place)] = 0;
    this.rows = 0;
    this.isCleared = false;
  }

  private placeOf(bucket: number): number {
    const known = this.places[bucket] as number;
    if (known > 0) return known - 1;
    if (this.rows === this.buckets.length) this.grow();
    this.buckets[this.rows] = bucket;
    this.rows += 1;
    this.places[bucket] = this.rows;
    return this.rows - 1;
  }

  private grow(): void {
    const { buckets, cells } = this;
    this.buckets = new Uint16Array(buckets.length * 2);
    this.buckets.set(buckets);
    this.cells = new Float64Array(cells.length * 2);
    this.cells.set(cells);
  }
}
