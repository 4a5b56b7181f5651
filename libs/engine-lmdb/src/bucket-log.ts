// Keeps the figures of buckets on the disk, exactly as of every commit, at the price of one page a group:
// a group logs the rows that it changes; now and then the blocks that all rows lie in are written anew.
import { BUCKETS_MAX, BucketTable, noFigures, type BucketFigures } from '@chord-dht/store';
import type { Database } from 'lmdb';
import { FigureRows } from './figure-rows';

/** Keys begin with what lies under them. */
const DONE = 0;
const BLOCK = 1;
const LOG = 2;

const ROWS_A_BLOCK = 64;
const BLOCKS = BUCKETS_MAX / ROWS_A_BLOCK;
/** Records (4), tombstones (4), bytes (8), hash (8). */
const ROW_SIZE = 24;
const LOG_ROW_SIZE = 2 + ROW_SIZE;
const SEQUENCE_SIZE = 8;
/** The log is a ring of so many entries; before it is full the blocks are written. */
const LOG_ENTRIES_MAX = 512;
const LOG_ROWS_MAX = 256;

export class BucketLog {
  readonly table = new BucketTable();
  /** Of the group that is being put together; the table shows what is committed. */
  private open = new FigureRows();
  /** Of the groups that are on their way to the disk, the latest first. */
  private readonly written: FigureRows[] = [];
  /** Kept to be reused by a later group. */
  private readonly spare: FigureRows[] = [];
  private readonly looked = noFigures();
  private sequence = 0;
  private doneSequence = 0;
  /** Blocks that are older than the log. */
  private readonly staleBlocks = new Set<number>();

  constructor(private readonly database: Database<Buffer, Buffer>) {}

  /** @returns false when there are no figures yet */
  load(): boolean {
    const done = this.database.get(Buffer.of(DONE));
    if (!done) return false;
    this.doneSequence = this.sequence = done.readDoubleBE(0);
    for (let block = 0; block < BLOCKS; block += 1) {
      const rows = this.database.get(Buffer.of(BLOCK, block));
      for (let at = 0; rows && at < ROWS_A_BLOCK; at += 1)
        this.table.set(block * ROWS_A_BLOCK + at, readRow(rows, at * ROW_SIZE));
    }
    const entries = [...this.database.getRange({ start: Buffer.of(LOG) })]
      .map(({ value }) => ({ value, sequence: value.readDoubleBE(0) }))
      .filter(({ sequence }) => sequence > this.doneSequence)
      .sort((a, b) => a.sequence - b.sequence);
    for (const { value, sequence } of entries) this.replay(value, sequence);
    return true;
  }

  /** The row of a bucket as this group leaves it, until another one is asked for; `setRow` takes it back. */
  row(bucket: number): BucketFigures {
    const row = this.looked;
    if (this.open.read(bucket, row)) return row;
    let { isCleared } = this.open;
    for (let at = 0; !isCleared && at < this.written.length; at += 1) {
      const changes = this.written[at] as FigureRows;
      if (changes.read(bucket, row)) return row;
      isCleared = changes.isCleared;
    }
    if (isCleared) return Object.assign(row, noFigures());
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

  /** Puts what the group has changed into its transaction; the next group begins. */
  write(): void {
    const { open } = this;
    if (open.count > 0 || open.isCleared) {
      this.sequence += 1;
      for (let place = 0; place < open.count; place += 1)
        this.staleBlocks.add(blockOf(open.bucketAt(place)));
      const isFull =
        this.sequence - this.doneSequence >= LOG_ENTRIES_MAX || open.count > LOG_ROWS_MAX;
      if (open.isCleared || isFull) this.writeBlocks();
      else this.writeEntry();
    }
    this.written.unshift(open);
    this.open = this.spare.pop() ?? new FigureRows();
  }

  /** What the earliest `write` has put is committed. */
  committed(): void {
    const first = this.written.pop();
    if (!first) return;
    if (first.isCleared) this.table.clear();
    for (let place = 0; place < first.count; place += 1) {
      const bucket = first.bucketAt(place);
      first.read(bucket, this.looked);
      this.table.set(bucket, this.looked);
    }
    first.clear();
    this.spare.push(first);
  }

  private writeEntry(): void {
    const { open } = this;
    const entry = Buffer.allocUnsafe(SEQUENCE_SIZE + open.count * LOG_ROW_SIZE);
    let at = entry.writeDoubleBE(this.sequence, 0);
    for (let place = 0; place < open.count; place += 1) {
      const bucket = open.bucketAt(place);
      at = entry.writeUInt16BE(bucket, at);
      at = writeRow(entry, at, this.row(bucket));
    }
    const slot = this.sequence % LOG_ENTRIES_MAX;
    void this.database.put(Buffer.of(LOG, slot >> 8, slot & 0xff), entry);
  }

  private writeBlocks(): void {
    const { open } = this;
    const { isCleared } = open;
    const blocks = isCleared
      ? Array.from({ length: BLOCKS }, (_, block) => block)
      : this.staleBlocks;
    for (const block of blocks) {
      // A row of nothing is zeros: of a new store that is all.
      const bytes = Buffer.alloc(ROWS_A_BLOCK * ROW_SIZE);
      for (let at = 0; at < ROWS_A_BLOCK; at += 1) {
        const bucket = block * ROWS_A_BLOCK + at;
        if (!isCleared || open.has(bucket)) writeRow(bytes, at * ROW_SIZE, this.row(bucket));
      }
      void this.database.put(Buffer.of(BLOCK, block), bytes);
    }
    this.staleBlocks.clear();
    this.doneSequence = this.sequence;
    const done = Buffer.allocUnsafe(SEQUENCE_SIZE);
    done.writeDoubleBE(this.sequence, 0);
    void this.database.put(Buffer.of(DONE), done);
  }

  private replay(entry: Buffer, sequence: number): void {
    for (let at = SEQUENCE_SIZE; at < entry.length; at += LOG_ROW_SIZE) {
      const bucket = entry.readUInt16BE(at);
      this.table.set(bucket, readRow(entry, at + 2));
      this.staleBlocks.add(blockOf(bucket));
    }
    this.sequence = sequence;
  }
}

function blockOf(bucket: number): number {
  return Math.floor(bucket / ROWS_A_BLOCK);
}

function writeRow(bytes: Buffer, from: number, row: BucketFigures): number {
  let at = bytes.writeUInt32BE(Math.max(0, row.records), from);
  at = bytes.writeUInt32BE(Math.max(0, row.tombstones), at);
  at = bytes.writeDoubleBE(row.bytes, at);
  at = bytes.writeUInt32BE(row.high, at);
  return bytes.writeUInt32BE(row.low, at);
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
