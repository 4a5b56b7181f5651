// Many records in one array of bytes, each behind its length: allocating and freeing one array costs less than one for
// each.
import { putU32 } from './numbers';

const LENGTH_SIZE = 4;
/** The initial size of the buffer, in bytes; it doubles when it is full. */
const SIZE_FIRST = 16_384;
/** A buffer up to this size, in bytes, is reused: a page of small records leaves only its copy to collect. */
const REUSED_MAX = 262_144;

/** Many records, each behind four bytes of length. */
export interface PackedRecords {
  /** Owned by the caller. */
  readonly packed: Uint8Array;
  readonly records: number;
  /** The size of the records, without the lengths. */
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

  /** The size of the records, without the lengths. */
  get bytes(): number {
    return this.size - this.records * LENGTH_SIZE;
  }

  /** The records added since the last call. */
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
