// Keeps records in memory: for tests, for the simulator, and for a node that may forget.
import { type Id } from '@chord-dht/chord';
import { bucketOf, segmentOfBucket } from './bucket-ids';
import { addRecord, BucketTable, type BucketFigures } from './bucket-table';
import { figuresOfArc, figuresOfRecords, toArcFigures } from './figures-of';
import { StoreError } from '../base/errors';
import type { Checksum } from '../record/checksum';
import type {
  ArcFigures,
  Batch,
  OnPut,
  PackedPage,
  Page,
  PageLimit,
  PlacedRecord,
  RecordStore,
  Room,
  StoreFigures,
} from './record-store';
import type { EndLimit, EndMark, EndPage, NameLimit, NamePage } from './index-pages';
import { RecordPacker } from '../record/record-packer';
import { PageBuilder } from './page-builder';
import { type Arc, type Position, type Segment } from '../record/position';
import { crc32 } from '../record/crc32';
import { endOfHead, isSameEnd } from '../record/ends';
import { currentHead, encodeRecord } from '../record/record-codec';
import {
  bytesAt,
  compareWithReplaced,
  headAt,
  headBytesAt,
  readableHeadAt,
  recordAt,
  replacedBy,
} from '../record/stored-bytes';
import type { RecordHead, StoredRecord } from '../record/stored-record';
import { compareVersions } from '../record/version';
import { MemoryIndexes } from './memory-indexes';
import { SortedEntries, type Entry } from './sorted-entries';

export interface MemoryRecordStoreOptions {
  /** The most bytes of encoded records; writes beyond that are refused. */
  readonly bytesMax?: number;
  /** The checksum function of the host, if it has one. */
  readonly checksum?: Checksum;
}

/** Records are stored encoded, so that they are copies and their checksums are verified. */
export class MemoryRecordStore implements RecordStore {
  readonly engine: string = 'memory';
  readonly checksum: Checksum;
  private entries = new SortedEntries();
  private readonly state = new Map<string, string>();
  private used = 0;
  private readonly table = new BucketTable();
  private readonly indexes = new MemoryIndexes();
  private onPut: OnPut | undefined;

  constructor(private readonly options: MemoryRecordStoreOptions = {}) {
    this.checksum = options.checksum ?? crc32;
  }

  get(keyId: Id, key: string): StoredRecord | undefined {
    const entry = this.entries.find({ keyId, key });
    return entry && this.reading(entry, () => recordAt(entry, entry.bytes, this.checksum));
  }

  read(position: Position): Uint8Array | undefined {
    const entry = this.entries.find(position);
    if (!entry) return undefined;
    const bytes = this.reading(entry, () => bytesAt(position, entry.bytes, this.checksum));
    return bytes === entry.bytes ? bytes.slice() : bytes;
  }

  admitNow(bytes: number, isRemoval = false): true | Promise<void> {
    return isRemoval || this.hasRoomFor(bytes) ? true : this.admit(bytes);
  }

  append(items: readonly PlacedRecord[], done: (error?: unknown) => void): void {
    for (const { position, bytes } of items) {
      const { keyId, key } = position;
      if (this.order(position, bytes) > 0)
        this.replace(position, { keyId, key, bytes: bytes.slice() });
    }
    void Promise.resolve().then(() => done());
  }

  async admit(bytes: number, isRemoval = false): Promise<void> {
    if (!isRemoval) this.refuseBeyondLimit(bytes);
  }

  async room(): Promise<Room> {
    const freeBytes = (this.options.bytesMax ?? Infinity) - this.used;
    return { freeBytes, isFull: freeBytes <= 0 };
  }

  async write({ put = [], drop = [], dropCorrupt = [] }: Batch): Promise<void> {
    const encoded = put.map((record) => ({
      keyId: record.keyId,
      key: record.key,
      bytes: encodeRecord(record, this.checksum),
    }));
    if (put.some(({ deleted }) => !deleted))
      this.refuseBeyondLimit(encoded.reduce((sum, entry) => sum + entry.bytes.length, 0));
    for (const entry of encoded)
      if (this.order(entry, entry.bytes) >= 0) this.replace(entry, entry);
    for (const name of drop) {
      const entry = this.entries.find(name);
      const head = entry && readableHeadAt(entry, entry.bytes, this.checksum);
      if (head && compareVersions(head.version, name.version) === 0) this.replace(name, undefined);
    }
    for (const position of dropCorrupt) {
      const entry = this.entries.find(position);
      if (entry && !readableHeadAt(entry, entry.bytes, this.checksum))
        this.replace(position, undefined);
    }
  }

  scan(arc: Arc, limit: PageLimit): Page<StoredRecord> {
    return this.page(arc, limit, (at, bytes) => recordAt(at, bytes, this.checksum));
  }

  scanHeads(arc: Arc, limit: PageLimit): Page<RecordHead> {
    return this.page(arc, limit, (at, bytes) => headAt(at, bytes, this.checksum));
  }

  scanPacked(arc: Arc, limit: PageLimit): PackedPage {
    const packer = new RecordPacker();
    const { corrupt, next } = this.page(arc, limit, (position, stored) =>
      packer.add(bytesAt(position, stored, this.checksum)),
    );
    return { ...packer.take(), corrupt, next };
  }

  scanNames(limit: NameLimit, isWanted: (keyId: Id) => boolean = () => true): NamePage {
    return this.indexes.scanNames(limit, isWanted);
  }

  scanEnds(limit: EndLimit): EndPage {
    const { kind, records } = limit;
    const items: RecordHead[] = [];
    const corrupt: Position[] = [];
    const stale: EndMark[] = [];
    let last: EndMark | null = null;
    let isFull = false;
    for (const { keyId, key, atMs } of this.indexes.ended(limit)) {
      isFull = items.length + corrupt.length >= records;
      if (isFull) break;
      last = { keyId, key, atMs };
      const entry = this.entries.find(last);
      const head = entry && readableHeadAt(entry, entry.bytes, this.checksum);
      if (entry && !head) corrupt.push({ keyId, key });
      else if (head && isSameEnd(endOfHead(head), { kind, atMs })) items.push(head);
      else stale.push(last);
    }
    for (const mark of stale) this.indexes.forgetEnd(mark, kind);
    return { items, corrupt, next: isFull ? last : null };
  }

  borrowHead(position: Position): Uint8Array | undefined {
    const entry = this.entries.find(position);
    return entry && this.reading(entry, () => headBytesAt(position, entry.bytes, this.checksum));
  }

  count(arc: Arc): number {
    return this.entries.count(arc);
  }

  figures(): StoreFigures {
    return this.table.figures;
  }

  figuresOf(arc: Arc): ArcFigures {
    return toArcFigures(this.sumOf(arc));
  }

  sumOf(arc: Arc): BucketFigures {
    return figuresOfArc(this.table, arc, (segment) => this.bytesIn(segment));
  }

  bucket(bucket: number): BucketFigures {
    return this.table.get(bucket);
  }

  observe(onPut: OnPut): void {
    this.onPut = onPut;
  }

  async clear(): Promise<void> {
    this.entries = new SortedEntries();
    this.used = 0;
    this.table.clear();
    this.indexes.clear();
  }

  getState(name: string): string | undefined {
    return this.state.get(name);
  }

  async putState(name: string, value: string): Promise<void> {
    this.state.set(name, value);
  }

  async close(): Promise<void> {
    // There is nothing to close.
  }

  /** For tests: stores bytes unchecked. */
  place({ keyId, key }: Position, bytes: Uint8Array): void {
    this.replace({ keyId, key }, { keyId, key, bytes });
  }

  /** For tests: lets `change` damage the bytes of a record. @returns false when there is none */
  damage(keyId: Id, key: string, change: (bytes: Uint8Array) => void): boolean {
    const entry = this.entries.find({ keyId, key });
    if (entry) change(entry.bytes);
    return entry !== undefined;
  }

  private page<Item>(
    arc: Arc,
    limit: PageLimit,
    decode: (position: Position, bytes: Uint8Array) => Item,
  ): Page<Item> {
    const page = new PageBuilder<Item>(limit);
    for (const entry of this.entries.walk(arc, limit.after)) {
      const { keyId, key, bytes } = entry;
      if (
        !page.take(
          () => ({ keyId, key }),
          bytes.length,
          () => this.reading(entry, () => decode(entry, bytes)),
        )
      )
        break;
    }
    return page.build();
  }

  private hasRoomFor(added: number): boolean {
    const { bytesMax } = this.options;
    return bytesMax === undefined || this.used + added <= bytesMax;
  }

  private refuseBeyondLimit(added: number): void {
    if (!this.hasRoomFor(added))
      throw new StoreError('STORAGE_FULL', 'The memory set aside for records is full.', {
        outcome: 'not-applied',
      });
  }

  /** Compares the version of a record with the stored one; positive when the record is later. */
  private order(position: Position, bytes: Uint8Array): number {
    const replaced = replacedBy(this.entries.find(position)?.bytes, this.checksum);
    return compareWithReplaced(bytes, position, replaced, this.checksum);
  }

  private replace(position: Position, entry: Entry | undefined): void {
    const before = entry ? this.entries.put(entry) : this.entries.remove(position);
    this.used += (entry?.bytes.length ?? 0) - (before?.bytes.length ?? 0);
    this.indexes.change(position, before?.bytes, entry?.bytes);
    if (entry) this.onPut?.(position, entry.bytes, before && currentHead(before.bytes));
    const bucket = bucketOf(position.keyId);
    const figures = this.table.get(bucket);
    const isSure = !before || addRecord(figures, before.bytes, -1);
    if (entry) addRecord(figures, entry.bytes, 1);
    if (isSure) this.table.set(bucket, figures);
    else this.recount(position.keyId);
  }

  /** Runs a read, and removes a record that it finds corrupt from the figures. */
  private reading<Result>(position: Position, read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (error instanceof StoreError && error.code === 'CORRUPT') this.recount(position.keyId);
      throw error;
    }
  }

  private recount(keyId: Id): void {
    const bucket = bucketOf(keyId);
    const segment = segmentOfBucket(bucket, keyId.length);
    this.table.set(bucket, figuresOfRecords(this.bytesIn(segment)));
  }

  private *bytesIn(segment: Segment): Iterable<Uint8Array> {
    for (const { bytes } of this.entries.within(segment)) yield bytes;
  }
}
