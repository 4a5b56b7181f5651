// Many records as one row of bytes, each behind its length: to make and to free one costs less than one for each.
import { putU32 } from './numbers';

const LENGTH_SIZE = 4;
/** Of the row at first; it doubles when it is full. */
const SIZE_FIRST = 16_384;

export class RecordPacker {
  private row: Uint8Array;
  private size = 0;
  records = 0;

  /** @param sizeFirst the size of the row, where it is known */
  constructor(sizeFirst = SIZE_FIRST) {
    this.row = new Uint8Array(sizeFirst);
  }

  /** @param record is copied */
  add(record: Uint8Array): void {
    const end = this.size + LENGTH_SIZE + record.length;
    if (end > this.row.length) this.grow(end);
    putU32(this.row, this.size, record.length);
    this.row.set(record, this.size + LENGTH_SIZE);
    this.size = end;
    this.records += 1;
  }

  get packed(): Uint8Array {
    return this.row.subarray(0, this.size);
  }

  /** Of the records alone. */
  get bytes(): number {
    return this.size - this.records * LENGTH_SIZE;
  }

  private grow(least: number): void {
    const { row } = this;
    this.row = new Uint8Array(Math.max(least, 2 * row.length));
    this.row.set(row);
  }
}

export function packRecords(records: readonly Uint8Array[]): Uint8Array {
  const size = records.reduce((sum, { length }) => sum + LENGTH_SIZE + length, 0);
  const packer = new RecordPacker(size);
  for (const record of records) packer.add(record);
  return packer.packed;
}
