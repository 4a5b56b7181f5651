// The engine: records in an LMDB environment, a B+ tree on disk that is mapped into memory and written by copying pages,
// behind a log that makes writes durable before the tree has them.
import type { Id } from '@chord-dht/chord';
import {
  figuresOfArc,
  toArcFigures,
  type Arc,
  type ArcFigures,
  type Batch,
  type BucketFigures,
  type EndLimit,
  type EndPage,
  type NameLimit,
  type NamePage,
  type OnPut,
  type PackedPage,
  type Page,
  type PageLimit,
  type PlacedRecord,
  type Position,
  type RecordHead,
  type RecordStore,
  type Room,
  type StoredRecord,
  type StoreFigures,
} from '@chord-dht/store';
import { EndScans } from './end-scans';
import { EngineCopier } from './engine-copier';
import { closed } from './engine-error';
import type { LmdbParts } from './lmdb-parts';
import type { LogEntry } from './log-frame';
import { nativeChecksum } from './native-checksum';
import { PlaceReader } from './place-reader';
import { RecordCache } from './record-cache';
import { RecordWriter } from './record-writer';

export class LmdbRecordStore implements RecordStore {
  readonly engine = 'lmdb';
  readonly checksum = nativeChecksum;
  readonly location: string | undefined;
  readonly copier: EngineCopier;
  readonly atHand = (position: Position) => this.places.atHand(position);
  private readonly writer: RecordWriter;
  private readonly places: PlaceReader;
  private readonly ends: EndScans;

  constructor(private readonly parts: LmdbParts) {
    this.location = parts.location;
    const cache = new RecordCache();
    const { checksum } = this;
    this.writer = new RecordWriter(parts, cache, {
      changed: (at) => this.places.changed(at),
      cleared: () => this.places.cleared(),
      isEmpty: (first, last) => this.places.isEmpty(first, last),
    });
    const { writer } = this;
    const { group, groups } = writer;
    const { names, unwritten } = parts;
    this.copier = new EngineCopier(parts.root, () => writer.settle());
    this.places = new PlaceReader({
      ...{ records: parts.records, names, checksum, cache, unwritten },
      requireOpen: () => this.requireOpen(),
      isChanging: (at) => group.isChanging(at),
      doubt: (at) => writer.doubt(at),
    });
    const borrow = (at: Position): Uint8Array | undefined => this.places.borrow(at);
    this.ends = new EndScans({ ...parts, group, groups, checksum, borrow });
  }

  get(keyId: Id, key: string): StoredRecord | undefined {
    return this.places.record({ keyId, key });
  }

  read(position: Position): Uint8Array | undefined {
    return this.places.read(position);
  }

  admitNow(bytes: number, isRemoval = false): true | Promise<void> {
    return this.parts.space.admitNow(bytes, isRemoval);
  }

  async admit(bytes: number, isRemoval = false): Promise<void> {
    await this.admitNow(bytes, isRemoval);
  }

  room(): Promise<Room> {
    return this.parts.space.room();
  }

  append(items: readonly PlacedRecord[], done: (error?: unknown) => void): void {
    this.writer.append(items, done);
  }

  write(batch: Batch): Promise<void> {
    return this.writer.write(batch);
  }

  scan(arc: Arc, limit: PageLimit): Page<StoredRecord> {
    return this.places.records(arc, limit);
  }

  scanHeads(arc: Arc, limit: PageLimit): Page<RecordHead> {
    return this.places.heads(arc, limit);
  }

  scanPacked(arc: Arc, limit: PageLimit): PackedPage {
    return this.places.packed(arc, limit);
  }

  scanNames(limit: NameLimit, isWanted: (keyId: Id) => boolean = () => true): NamePage {
    this.requireOpen();
    return this.parts.indexes.scanNames(limit, isWanted);
  }

  scanEnds(limit: EndLimit): EndPage {
    this.requireOpen();
    return this.ends.scan(limit);
  }

  borrowHead(position: Position): Uint8Array | undefined {
    return this.places.borrowHead(position);
  }

  count(arc: Arc): number {
    return this.figuresOf(arc).records;
  }

  figures(): StoreFigures {
    return this.parts.figures.table.figures;
  }

  figuresOf(arc: Arc): ArcFigures {
    return toArcFigures(this.sumOf(arc));
  }

  sumOf(arc: Arc): BucketFigures {
    this.requireOpen();
    const { table } = this.parts.figures;
    return figuresOfArc(table, arc, (segment) => this.places.bytesIn(segment));
  }

  bucket(bucket: number): BucketFigures {
    return this.parts.figures.table.get(bucket);
  }

  observe(onPut: OnPut): void {
    this.writer.group.onPut = onPut;
  }

  clear(): Promise<void> {
    return this.writer.clear();
  }

  getState(name: string): string | undefined {
    this.requireOpen();
    return this.parts.unwritten.state(name) ?? this.parts.state.get(name);
  }

  putState(name: string, value: string): Promise<void> {
    return this.writer.putState(name, value);
  }

  /** As `RecordWriter.replay`. */
  replay(entries: readonly LogEntry[]): Promise<void> {
    return this.writer.replay(entries);
  }

  async close(): Promise<void> {
    await this.writer.close();
    await this.parts.space.quiet();
    await this.copier.close();
    await this.parts.release();
  }

  private requireOpen(): void {
    if (this.writer.isClosed) throw closed();
  }
}
