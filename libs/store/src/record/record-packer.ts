// Many records as one row of bytes, each behind its length: to make and to free one costs less than one for each.
import { putU32 } from './numbers';

const LENGTH_SIZE = 4;
/** Of the row at first; it doubles when it is full. */
const SIZE_FIRST = 16_384;
/** A row of this size or less is filled again: a page of small records leaves nothing but its copy to collect. */
const REUSED_MAX = 262_144;

/** Many records, each behind four bytes of length. */
export interface PackedRecords {
  /** The caller's own. */
  readonly packed: Uint8Array;
  readonly records: number;
  /** Of the records, without the lengths. */
  readonly bytes: number;
}

export class RecordPacker {
  private row = new Uint8Array(SIZE_FIRST);
  private size = 0;
  records = 0;

  /** @param record is copied */
  add(record: Uint8Array): void {
    const end = this.size + LENGTH_SIZE + record.length;
    if (end > this.row.length) this.grow(end);
    putU32(this.row, this.size, record.length);
    this.row.set(record, this.size + LENGTH_SIZE);
    this.size = end;
    this.records += 1;
  }

  /** Of the records alone. */
  get bytes(): number {
    return this.size - this.records * LENGTH_SIZE;
  }

  /** What has been added since the last time. */
  take(): PackedRecords {
    const { records, bytes } = this;
    const filled = this.row.subarray(0, this.size);
    const isReused = this.row.length <= REUSED_MAX;
    const packed = isReused ? filled.slice() : filled;
    if (!isReused) this.row = new Uint8Array(SIZE_FIRST);
    this.clear();
    return { packed, records, bytes };
  }

  clear(): void {
    this.size = this.records = 0;
  }

  private grow(least: number): void {
    const { row } = this;
    this.row = new Uint8Array(Math.max(least, 2 * row.length));
    this.row.set(row);
  }
}
