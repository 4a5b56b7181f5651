// The writes of one transaction while it is being put together: what they read sees those before them.
import {
  addRecord,
  bucketOf,
  figuresOfRecords,
  IdLists,
  segmentOfBucket,
  trustedHead,
  type End,
  type OnPut,
  type Position,
} from '@chord-dht/store';
import type { Database } from 'lmdb';
import { withinBounds } from './borrowed';
import type { BucketLog } from './bucket-log';
import type { RecordIndexes } from './record-indexes';
import type { RecordNames } from './record-names';

export interface GroupTables {
  readonly records: Database<Buffer, Buffer>;
  readonly state: Database<string, string>;
  readonly names: RecordNames;
  readonly figures: BucketLog;
  readonly indexes: RecordIndexes;
}

/** What a group has put in a place, or `null` for what it has taken away. */
interface Touched extends Position {
  bytes: Uint8Array | null;
}

export class OpenGroup {
  private readonly touched = new IdLists<Touched>();
  private touches = 0;
  /** Buckets whose figures are no longer sure, as a record of them is corrupt. */
  private readonly doubted = new Map<number, number>();
  /** Hears of every record that is put. */
  onPut: OnPut | undefined;
  private isCleared = false;
  private hasWritten = false;

  constructor(private readonly tables: GroupTables) {}

  begin(): void {
    this.isCleared = false;
    this.hasWritten = false;
  }

  /** @returns whether there is anything to commit */
  end(): boolean {
    if (this.doubted.size > 0) {
      for (const [bucket, width] of this.doubted) this.recount(bucket, width);
      this.doubted.clear();
    }
    this.tables.figures.write();
    this.forget();
    return this.hasWritten;
  }

  /** What lies in a place, or will with this group; valid until the next reading. */
  stored(position: Position, name: Buffer): Uint8Array | undefined {
    if (this.touches > 0) {
      const own = this.find(position);
      if (own) return own.bytes ?? undefined;
    }
    if (this.isCleared) return undefined;
    const bytes = this.tables.records.getBinaryFast(name);
    return bytes && withinBounds(bytes);
  }

  /** @param before what `stored` has said */
  put(position: Position, name: Buffer, bytes: Uint8Array, before: Uint8Array | undefined): void {
    this.account(position, name, before, bytes);
    this.touch(position, bytes);
    // One promise for the whole group comes back, and whoever waits for the commit hears it fail.
    void this.tables.records.put(name, bytes as Buffer);
  }

  /** @param before what `stored` has said */
  remove(position: Position, name: Buffer, before: Uint8Array): void {
    this.account(position, name, before, undefined);
    this.touch(position, null);
    void this.tables.records.remove(name);
  }

  /** @see RecordIndexes.forgetEnd */
  forgetEnd(end: End, name: Buffer): void {
    this.hasWritten = true;
    this.tables.indexes.forgetEnd(end, name);
  }

  clear(): void {
    this.forget();
    this.doubted.clear();
    this.tables.figures.clear();
    this.tables.indexes.clear();
    this.isCleared = true;
    this.hasWritten = true;
    void this.tables.records.clearAsync();
  }

  putState(name: string, value: string): void {
    this.hasWritten = true;
    void this.tables.state.put(name, value);
  }

  /** A record near there is corrupt: it no longer counts as what it was. */
  doubt({ keyId }: Position): void {
    this.doubted.set(bucketOf(keyId), keyId.length);
    this.hasWritten = true;
  }

  private account(
    position: Position,
    name: Buffer,
    before: Uint8Array | undefined,
    after: Uint8Array | undefined,
  ): void {
    this.hasWritten = true;
    const row = this.tables.figures.row(bucketOf(position.keyId));
    const isSure = !before || addRecord(row, before, -1);
    if (!isSure) this.doubt(position);
    if (after) addRecord(row, after, 1);
    const head = before && (isSure ? trustedHead(before) : null);
    this.tables.indexes.change(name, head, after);
    if (after) this.onPut?.(position, after, head ?? undefined);
  }

  private recount(bucket: number, width: number): void {
    Object.assign(this.tables.figures.row(bucket), figuresOfRecords(this.recordsOf(bucket, width)));
  }

  private *recordsOf(bucket: number, width: number): Iterable<Uint8Array> {
    const { records, names } = this.tables;
    if (!this.isCleared) {
      const range = names.rangeOf(segmentOfBucket(bucket, width));
      for (const { key, value } of records.getRange(range))
        if (!this.find(names.positionOf(key))) yield value;
    }
    for (const { keyId, bytes } of this.touched.all())
      if (bytes && bucketOf(keyId) === bucket) yield bytes;
  }

  private touch({ keyId, key }: Position, bytes: Uint8Array | null): void {
    this.touches += 1;
    const known = this.find({ keyId, key });
    if (known) known.bytes = bytes;
    else this.touched.add({ keyId, key, bytes });
  }

  private find({ keyId, key }: Position): Touched | undefined {
    return this.touched.find(keyId, (one) => one.key === key);
  }

  private forget(): void {
    if (this.touches > 0) this.touched.clear();
    this.touches = 0;
  }
}
