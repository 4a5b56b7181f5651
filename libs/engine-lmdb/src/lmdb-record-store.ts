// Keeps records in an LMDB environment: a B+ tree on disk, mapped into memory, written by copying pages. A log makes
// writes durable before the tree has them.
import type { Id } from '@chord-dht/chord';
import {
  compareVersions,
  compareWithReplaced,
  encodeRecord,
  figuresOfArc,
  readableHeadAt,
  replacedBy,
  StoreError,
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
import { appendParts, type Appending } from './append-parts';
import { Checkpoints } from './checkpoints';
import { EndScans } from './end-scans';
import { EngineCopier } from './engine-copier';
import { closed } from './engine-error';
import { GroupCommit } from './group-commit';
import { LateWriter } from './late-writer';
import type { LmdbParts } from './lmdb-parts';
import { readEntry } from './log-entry';
import { nativeChecksum } from './native-checksum';
import { OpenGroup } from './open-group';
import { PlaceReader } from './place-reader';
import { RecordCache } from './record-cache';
import { TreeWriter } from './tree-writer';
import { WriteGate } from './write-gate';
import { WriteGroups, type Lane } from './write-groups';
import type { LogEntry } from './log-frame';

export class LmdbRecordStore implements RecordStore {
  readonly engine = 'lmdb';
  readonly checksum = nativeChecksum;
  readonly location: string | undefined;
  private readonly group: OpenGroup;
  private readonly groups: WriteGroups;
  private readonly gate = new WriteGate();
  private readonly checkpoints: Checkpoints;
  private readonly commits: GroupCommit;
  private readonly places: PlaceReader;
  private readonly ends: EndScans;
  private readonly late: LateWriter;
  private failed: StoreError | undefined;
  private isClosed = false;
  readonly copier: EngineCopier;
  readonly atHand = (position: Position) => this.places.atHand(position);
  private readonly appending: Appending = {
    put: (item, isNew) => this.putIfLater(item, 1, isNew),
    isEmpty: (first, last) => this.places.isEmpty(first.position, last.position),
  };

  constructor(private readonly parts: LmdbParts) {
    this.location = parts.location;
    const cache = new RecordCache();
    const { log, figures, names, unwritten } = parts;
    this.group = new OpenGroup(parts, cache);
    this.groups = new WriteGroups({
      hasRoom: (isBulk) => this.checkpoints.hasRoom(isBulk),
      end: () => this.endGroup(),
    });
    const { group, groups, checksum } = this;
    this.checkpoints = new Checkpoints({
      ...parts,
      tree: new TreeWriter(parts),
      idBytes: names.idBytes,
      onFailure: (error) => groups.stop(this.fail(error)),
      onRoom: () => this.afterCheckpoint(),
    });
    const { checkpoints } = this;
    this.commits = new GroupCommit({ log, checkpoints, figures, known: cache });
    parts.space.backlog = {
      get bytes() {
        return unwritten.bytes;
      },
      settle: () => checkpoints.settle(),
    };
    this.copier = new EngineCopier(parts.root, () => checkpoints.settle());
    const { late } = parts.indexes;
    this.late = new LateWriter({ late, list: (most) => checkpoints.listLate(most) });
    this.places = new PlaceReader({
      ...{ records: parts.records, names, checksum, cache, unwritten },
      requireOpen: () => this.requireOpen(),
      isChanging: (at) => group.isChanging(at),
      doubt: (at) => groups.run({ apply: () => group.doubt(at), done: () => undefined }),
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
    if (this.isClosed) return void setImmediate(() => done(closed()));
    appendParts(this.groups, items, this.appending, done);
  }

  write(batch: Batch): Promise<void> {
    if (this.isClosed) return Promise.reject(closed());
    const put = (batch.put ?? []).map((record) => ({
      position: { keyId: record.keyId, key: record.key },
      bytes: encodeRecord(record, this.checksum),
    }));
    const size = put.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const isRemoval = (batch.put ?? []).every(({ deleted }) => deleted);
    return this.inOrder(put.length > 0 ? { size, isRemoval } : undefined, () => {
      for (const item of put) this.putIfLater(item, 0);
      for (const item of batch.drop ?? [])
        this.remove(item, (head) => !!head && compareVersions(head.version, item.version) === 0);
      for (const item of batch.dropCorrupt ?? []) this.remove(item, (head) => !head);
    });
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
    this.group.onPut = onPut;
  }

  clear(): Promise<void> {
    if (this.isClosed) return Promise.reject(closed());
    this.parts.space.noteState(0);
    return this.inOrder(undefined, () => this.clearNow(), true);
  }

  getState(name: string): string | undefined {
    this.requireOpen();
    return this.parts.unwritten.state(name) ?? this.parts.state.get(name);
  }

  putState(name: string, value: string): Promise<void> {
    if (this.isClosed) return Promise.reject(closed());
    this.parts.space.noteState(value.length);
    return this.grouped(() => this.group.putState(name, value));
  }

  /** Takes up what the log has and the tree has not. To be called before anything else. */
  async replay(entries: readonly LogEntry[]): Promise<void> {
    const { group, commits, checkpoints } = this;
    for (const { sequence, payload } of entries) {
      readEntry(payload, {
        put: (name, bytes) => this.putAgain(name, bytes),
        remove: (name) => this.putAgain(name, undefined),
        putState: (name, value) => group.putState(name, value),
      });
      commits.replay(group.end(), sequence);
      if (!checkpoints.hasRoom(true)) await checkpoints.settle();
    }
    await checkpoints.settle();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.gate.quiet();
    await this.groups.quiet();
    await this.emptyLog().catch(() => undefined);
    await this.parts.space.quiet();
    await this.copier.close();
    await this.parts.release();
  }

  /** A commit that fails here was told to `onFatal`, and the log has what the tree lacks. */
  private async emptyLog(): Promise<void> {
    await this.checkpoints.settle();
    await this.late.finish();
    await this.checkpoints.close(this.parts.closedState);
  }

  private requireOpen(): void {
    if (this.isClosed) throw closed();
  }

  private grouped(apply: () => void, lane: Lane = 'small'): Promise<void> {
    return new Promise((resolve, reject) => {
      this.groups.run({ apply, done: (error) => (error ? reject(error) : resolve()) }, lane);
    });
  }

  /**
   * @param puts to be admitted first; `undefined` when nothing is to be put
   * @param isAll all records are concerned
   */
  private inOrder(
    puts: { readonly size: number; readonly isRemoval: boolean } | undefined,
    apply: () => void,
    isAll = false,
  ): Promise<void> {
    // A batch must not go ahead of others, nor of records that it may take away.
    const lane = (): Lane => (isAll ? 'alone' : this.groups.hasBulk ? 'bulk' : 'small');
    return this.gate.run(
      () => !puts || this.admitNow(puts.size, puts.isRemoval),
      () => this.grouped(apply, lane()),
    );
  }

  /**
   * @param orderMin how the version has to compare with the one that is there
   * @param isNew nothing that is committed is there
   */
  private putIfLater({ position, bytes }: PlacedRecord, orderMin: 0 | 1, isNew = false): void {
    const name = this.parts.names.bytesOf(position);
    const before = this.group.replaced(position, name, this.checksum, isNew);
    if (compareWithReplaced(bytes, position, before, this.checksum) < orderMin) return;
    this.places.changed(position);
    this.group.put(position, name, bytes, { before, isMoved: isNew });
  }

  /** @param isMeant told what the head says; `undefined` when it is unreadable */
  private remove(position: Position, isMeant: (head: RecordHead | undefined) => boolean): void {
    const name = this.parts.names.bytesOf(position);
    const stored = this.group.stored(position, name);
    if (!stored || !isMeant(readableHeadAt(position, stored, this.checksum))) return;
    this.places.changed(position);
    this.group.remove(position, name, replacedBy(stored, this.checksum));
  }

  private clearNow(): void {
    this.places.cleared();
    this.group.clear();
  }

  private putAgain(name: Buffer, bytes: Buffer | undefined): void {
    const { group, checksum } = this;
    const position = this.parts.names.positionOf(name);
    const before = group.replaced(position, name, checksum, false);
    this.places.changed(position);
    if (bytes) group.put(position, name, bytes, { before, isMoved: false });
    else group.remove(position, name, before);
  }

  private endGroup(): Promise<void> | undefined {
    const durable = this.commits.commit(this.group.end());
    return durable?.catch((error: unknown) => {
      throw this.fail(error);
    });
  }

  private afterCheckpoint(): void {
    this.late.watch();
    this.groups.resume();
  }

  /** What a commit that failed has left in memory is not known: this process must write nothing more. */
  private fail(error: unknown): StoreError {
    (error as { commitError?: Promise<unknown> }).commitError?.catch(() => undefined);
    if (!this.failed) {
      this.failed = new StoreError('UNAVAILABLE', 'The engine could not commit; the node stops.', {
        outcome: 'unknown',
      });
      this.parts.onFatal(error);
    }
    return this.failed;
  }
}
