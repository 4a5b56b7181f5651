// The writes of one transaction while it is being put together: what they read sees those before them, and those of
// the transactions that are on their way to the disk.
import {
  addRecord,
  bucketOf,
  figuresOfRecords,
  IdLists,
  replacedBy,
  segmentOfBucket,
  type Checksum,
  type End,
  type OnPut,
  type Position,
  type Replaced,
} from '@chord-dht/store';
import type { Database } from 'lmdb';
import { withinBounds } from './borrowed';
import type { BucketLog } from './bucket-log';
import { LATE_BUCKETS } from './late-buckets';
import type { NameRow } from './name-row';
import type { RecordIndexes } from './record-indexes';
import type { RecordNames } from './record-names';
import type { SparePages } from './spare-pages';

export interface GroupTables {
  readonly records: Database<Buffer, Buffer>;
  readonly state: Database<string, string>;
  readonly names: RecordNames;
  readonly figures: BucketLog;
  readonly indexes: RecordIndexes;
  readonly spare: SparePages;
}

/** What a group has put in a place, or `null` for what it has taken away. */
interface Touched extends Position {
  bytes: Uint8Array | null;
  /** It was moved here, and nobody may ask for it soon. */
  isMoved: boolean;
}

/** Records that are committed and need no look at the disk; a place is dropped there before it changes. */
export interface Known {
  find(position: Position): Uint8Array | undefined;
  keep(position: Position, bytes: Uint8Array): void;
}

/** What one group has changed. */
class Changes {
  private readonly places = new IdLists<Touched>();
  readonly all: Touched[] = [];
  private soughtKey = '';
  /** Made once: each record that is put is sought several times. */
  private readonly isSought = ({ key }: Touched): boolean => key === this.soughtKey;
  isCleared = false;
  /** Names that it has listed later than their records. */
  listed: NameRow[] = [];

  note(position: Position, bytes: Uint8Array | null, isMoved: boolean): void {
    const known = this.find(position);
    if (known) {
      known.bytes = bytes;
      known.isMoved = isMoved;
      return;
    }
    const { keyId, key } = position;
    const touched = { keyId, key, bytes, isMoved };
    this.places.add(touched);
    this.all.push(touched);
  }

  find({ keyId, key }: Position): Touched | undefined {
    if (this.all.length === 0) return undefined;
    this.soughtKey = key;
    return this.places.find(keyId, this.isSought);
  }

  /** Entries of records and of names. */
  get size(): number {
    return this.listed.reduce((sum, { count }) => sum + count, this.all.length);
  }

  forget(): void {
    if (this.all.length > 0) this.places.clear();
    this.all.length = 0;
    this.listed = [];
    this.isCleared = false;
  }
}

export class OpenGroup {
  private own = new Changes();
  /** Of the groups that are on their way to the disk, the latest first. */
  private written: Changes[] = [];
  /** Kept to be reused by a later group. */
  private spare: Changes[] = [];
  /** Buckets whose figures are no longer sure, as a record of them is corrupt. */
  private readonly doubted = new Map<number, number>();
  /** Is called with every record that is put. */
  onPut: OnPut | undefined;
  private hasWritten = false;

  constructor(
    private readonly tables: GroupTables,
    private readonly known: Known,
  ) {}

  begin(): void {
    this.hasWritten = false;
  }

  /** @returns whether there is anything to commit; then `committed` is to be called */
  end(): boolean {
    for (const [bucket, width] of this.doubted) this.recount(bucket, width);
    this.doubted.clear();
    if (!this.hasWritten) return false;
    this.listLate(this.tables.indexes.late.surplus);
    this.noteLate();
    this.tables.figures.write();
    this.tables.spare.leave(this.own.size);
    this.written = [this.own, ...this.written];
    this.own = this.spare.pop() ?? new Changes();
    return true;
  }

  /** The earliest group that was on its way to the disk can be read there. */
  committed(): void {
    this.tables.figures.committed();
    const first = this.written.at(-1);
    if (!first) return;
    this.written = this.written.slice(0, -1);
    for (const names of first.listed) this.tables.indexes.late.settle(names);
    // What another group changes already stays unknown until that is committed, too.
    for (const one of first.all)
      if (one.bytes && !one.isMoved && !this.isChanging(one)) this.known.keep(one, one.bytes);
    first.forget();
    this.spare.push(first);
  }

  /** What lies in a place on the disk, or will with this group; valid until the next reading. */
  stored(position: Position, name: Buffer): Uint8Array | undefined {
    const changed = this.changed(position);
    return changed === undefined ? this.onDisk(name) : (changed ?? undefined);
  }

  /**
   * The same for a record that is to take its place, without a look at the disk where it is known.
   * @param isNew nothing that is committed lies there
   */
  replaced(position: Position, name: Buffer, checksum: Checksum, isNew: boolean): Replaced {
    const changed = this.changed(position);
    if (changed !== undefined) return changed ?? undefined;
    if (isNew) return undefined;
    return this.known.find(position) ?? replacedBy(this.onDisk(name), checksum);
  }

  /**
   * @param before what `replaced` has said
   * @param isMoved many are moved here, and its name may wait for others
   */
  put(
    position: Position,
    name: Buffer,
    bytes: Uint8Array,
    { before, isMoved }: { readonly before: Replaced; readonly isMoved: boolean },
  ): void {
    this.account(position, name, before, bytes, isMoved);
    this.own.note(position, bytes, isMoved);
    // LMDB returns one promise for the whole group; its failure reaches the writers through the commit.
    void this.tables.records.put(name, bytes as Buffer);
  }

  /** @param before as of `put` */
  remove(position: Position, name: Buffer, before: Replaced): void {
    this.account(position, name, before, undefined);
    this.own.note(position, null, false);
    void this.tables.records.remove(name);
  }

  /** @see RecordIndexes.forgetEnd */
  forgetEnd(end: End, name: Buffer): void {
    this.hasWritten = true;
    this.tables.indexes.forgetEnd(end, name);
  }

  /** Lists names that are later than their records. */
  listLate(most: number): void {
    if (most === 0) return;
    this.hasWritten = true;
    this.own.listed.push(this.tables.indexes.listLate(most));
  }

  clear(): void {
    this.own.forget();
    this.own.isCleared = true;
    this.doubted.clear();
    this.tables.figures.clear();
    this.tables.indexes.clear();
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

  /** With the records themselves, so that what a crash leaves is known. */
  private noteLate(): void {
    const { indexes, state } = this.tables;
    const buckets = indexes.late.buckets.takeChanged();
    if (buckets === '') void state.remove(LATE_BUCKETS);
    else if (buckets !== undefined) void state.put(LATE_BUCKETS, buckets);
  }

  private account(
    position: Position,
    name: Buffer,
    before: Replaced,
    after: Uint8Array | undefined,
    isMoved = false,
  ): void {
    this.hasWritten = true;
    const { figures } = this.tables;
    const bucket = bucketOf(position.keyId);
    const row = figures.row(bucket);
    if (before) addRecord(row, before, -1, true);
    else if (before === null) this.doubt(position);
    if (after) addRecord(row, after, 1, true);
    figures.setRow(bucket, row);
    this.tables.indexes.change(position, name, before, after, isMoved);
    if (after) this.onPut?.(position, after, before ?? undefined);
  }

  private recount(bucket: number, width: number): void {
    this.tables.figures.setRow(bucket, figuresOfRecords(this.recordsOf(bucket, width)));
  }

  private *recordsOf(bucket: number, width: number): Iterable<Uint8Array> {
    const { records, names } = this.tables;
    const range = names.rangeOf(segmentOfBucket(bucket, width));
    for (const { key, value } of records.getRange(range))
      if (this.changed(names.positionOf(key)) === undefined) yield value;
    for (const changes of [this.own, ...this.written])
      for (const one of changes.all)
        if (one.bytes && bucketOf(one.keyId) === bucket && this.changed(one) === one.bytes)
          yield one.bytes;
  }

  /** What lies in a place is being replaced, or taken away. */
  isChanging(position: Position): boolean {
    return this.changed(position) !== undefined;
  }

  private onDisk(name: Buffer): Uint8Array | undefined {
    const bytes = this.tables.records.getBinaryFast(name);
    return bytes && withinBounds(bytes);
  }

  /** What lies in a place because of what is not committed: `null` for nothing, `undefined` for what lay there before. */
  private changed(position: Position): Uint8Array | null | undefined {
    const own = this.changedBy(this.own, position);
    if (own !== undefined || this.written.length === 0) return own;
    for (const changes of this.written) {
      const bytes = this.changedBy(changes, position);
      if (bytes !== undefined) return bytes;
    }
    return undefined;
  }

  private changedBy(changes: Changes, position: Position): Uint8Array | null | undefined {
    const one = changes.find(position);
    if (one) return one.bytes;
    return changes.isCleared ? null : undefined;
  }
}
