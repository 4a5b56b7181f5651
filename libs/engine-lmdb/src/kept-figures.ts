// Keeps the figures of buckets: as of what is acknowledged in memory, and as of each checkpoint on the disk.
import { BUCKETS_MAX, BucketTable, noFigures, type BucketFigures } from '@chord-dht/store';
import type { Database } from 'lmdb';
import { FigureRows } from './figure-rows';

/** Keys begin with what lies under them. */
const DONE = 0;
const BLOCK = 1;
/** Format 2 logged rows beside their blocks; entries up to the sequence under `DONE` are in these. */
const LOG = 2;

const ROWS_A_BLOCK = 64;
const BLOCKS = BUCKETS_MAX / ROWS_A_BLOCK;
/** Records (4), tombstones (4), bytes (8), hash (8). */
const ROW_SIZE = 24;
const LOG_ROW_SIZE = 2 + ROW_SIZE;
const SEQUENCE_SIZE = 8;

export class KeptFigures {
  /** Of what is acknowledged. */
  readonly table = new BucketTable();
  /** Of what the tree has, which is older. */
  private readonly onDisk = new BucketTable();
  /** Of the group that is being put together. */
  private readonly open = new FigureRows();
  private readonly looked = noFigures();
  /** Blocks that are older than the log of format 2. */
  private readonly staleBlocks = new Set<number>();
  private loggedSequence = 0;
  private isDoneWritten = false;

  constructor(private readonly database: Database<Buffer, Buffer>) {}

  /** @returns false when there are no figures yet */
  load(): boolean {
    const done = this.database.get(Buffer.of(DONE));
    if (!done) return false;
    const doneSequence = (this.loggedSequence = done.readDoubleBE(0));
    for (let block = 0; block < BLOCKS; block += 1) {
      const rows = this.database.get(Buffer.of(BLOCK, block));
      for (let at = 0; rows && at < ROWS_A_BLOCK; at += 1)
        this.setBoth(block * ROWS_A_BLOCK + at, readRow(rows, at * ROW_SIZE));
    }
    const entries = [...this.database.getRange({ start: Buffer.of(LOG) })]
      .map(({ value }) => ({ value, sequence: value.readDoubleBE(0) }))
      .filter(({ sequence }) => sequence > doneSequence)
      .sort((a, b) => a.sequence - b.sequence);
    for (const { value, sequence } of entries) this.replay(value, sequence);
    this.isDoneWritten = entries.length === 0;
    return true;
  }

  /** The row of a bucket as this group leaves it, until another one is asked for; `setRow` takes it back. */
  row(bucket: number): BucketFigures {
    const row = this.looked;
    if (this.open.read(bucket, row)) return row;
    if (this.open.isCleared) return Object.assign(row, noFigures());
    this.table.read(bucket, row);
    return row;
  }

  setRow(bucket: number, row: BucketFigures): void {
    this.open.write(bucket, row);
  }

  clear(): void {
    this.open.clear();
    this.open.isCleared = true;
  }

  get hasChanged(): boolean {
    return this.open.count > 0 || this.open.isCleared;
  }

  /** Adds what the group changes to rows for `write`. */
  collect(rows: FigureRows): void {
    const { open, looked } = this;
    if (open.isCleared) {
      rows.clear();
      rows.isCleared = true;
    }
    for (let place = 0; place < open.count; place += 1) {
      const bucket = open.bucketAt(place);
      open.read(bucket, looked);
      rows.write(bucket, looked);
    }
  }

  /** What the group changes is acknowledged; the next group begins. */
  commit(): void {
    const { open, looked } = this;
    if (open.isCleared) this.table.clear();
    for (let place = 0; place < open.count; place += 1) {
      const bucket = open.bucketAt(place);
      open.read(bucket, looked);
      this.table.set(bucket, looked);
    }
    open.clear();
  }

  /** Puts rows, and with them the blocks that they lie in, into the transaction that is being put together. */
  write(rows: FigureRows): void {
    if (rows.isCleared) {
      this.onDisk.clear();
      for (let block = 0; block < BLOCKS; block += 1) this.staleBlocks.add(block);
    }
    for (let place = 0; place < rows.count; place += 1) {
      const bucket = rows.bucketAt(place);
      rows.read(bucket, this.looked);
      this.onDisk.set(bucket, this.looked);
      this.staleBlocks.add(blockOf(bucket));
    }
    for (const block of this.staleBlocks)
      void this.database.put(Buffer.of(BLOCK, block), this.blockBytes(block));
    this.staleBlocks.clear();
    if (this.isDoneWritten) return;
    this.isDoneWritten = true;
    const done = Buffer.allocUnsafe(SEQUENCE_SIZE);
    done.writeDoubleBE(this.loggedSequence, 0);
    void this.database.put(Buffer.of(DONE), done);
  }

  private blockBytes(block: number): Buffer {
    const bytes = Buffer.alloc(ROWS_A_BLOCK * ROW_SIZE);
    for (let at = 0; at < ROWS_A_BLOCK; at += 1) {
      this.onDisk.read(block * ROWS_A_BLOCK + at, this.looked);
      writeRow(bytes, at * ROW_SIZE, this.looked);
    }
    return bytes;
  }

  private setBoth(bucket: number, row: BucketFigures): void {
    this.table.set(bucket, row);
    this.onDisk.set(bucket, row);
  }

  private replay(entry: Buffer, sequence: number): void {
    for (let at = SEQUENCE_SIZE; at < entry.length; at += LOG_ROW_SIZE) {
      const bucket = entry.readUInt16BE(at);
      this.setBoth(bucket, readRow(entry, at + 2));
      this.staleBlocks.add(blockOf(bucket));
    }
    this.loggedSequence = sequence;
  }
}

function blockOf(bucket: number): number {
  return Math.floor(bucket / ROWS_A_BLOCK);
}

function writeRow(bytes: Buffer, from: number, row: BucketFigures): void {
  let at = bytes.writeUInt32BE(Math.max(0, row.records), from);
  at = bytes.writeUInt32BE(Math.max(0, row.tombstones), at);
  at = bytes.writeDoubleBE(row.bytes, at);
  at = bytes.writeUInt32BE(row.high, at);
  bytes.writeUInt32BE(row.low, at);
}

function readRow(bytes: Buffer, at: number): BucketFigures {
  return {
    records: bytes.readUInt32BE(at),
    tombstones: bytes.readUInt32BE(at + 4),
    bytes: bytes.readDoubleBE(at + 8),
    high: bytes.readUInt32BE(at + 16),
    low: bytes.readUInt32BE(at + 20),
  };
}
