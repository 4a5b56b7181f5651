// The writes of one group while it is being put together: what they read sees those before them.
import {
  addRecord,
  bucketOf,
  figuresOfRecords,
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
import { Changes, indexedBy } from './changes';
import type { KeptFigures } from './kept-figures';
import type { RecordNames } from './record-names';
import type { Unwritten } from './unwritten';

export interface GroupTables {
  readonly records: Database<Buffer, Buffer>;
  readonly names: RecordNames;
  readonly figures: KeptFigures;
  readonly unwritten: Unwritten;
}

/** Records that are acknowledged and need no look at the disk; a place is dropped there before it changes. */
export interface Known {
  find(position: Position): Uint8Array | undefined;
  keep(position: Position, bytes: Uint8Array): void;
}

export class OpenGroup {
  /** Stays as it is until the group is durable; the next one begins then. */
  private readonly own = new Changes();
  /** Buckets whose figures are no longer sure, as a record of them is corrupt. */
  private readonly doubted = new Map<number, number>();
  /** Is called with every record that is put. */
  onPut: OnPut | undefined;

  constructor(
    private readonly tables: GroupTables,
    private readonly known: Known,
  ) {}

  /** @returns what it has changed */
  end(): Changes {
    for (const [bucket, width] of this.doubted) this.recount(bucket, width);
    this.doubted.clear();
    return this.own;
  }

  /** What lies in a place, or will with this group; valid until the next reading. */
  stored(position: Position, name: Buffer): Uint8Array | undefined {
    const changed = this.changed(position);
    return changed === undefined ? this.inTree(name) : (changed ?? undefined);
  }

  /**
   * The same for a record that is to take its place, without a look at the disk where it is known.
   * @param isNew the tree has nothing there
   */
  replaced(position: Position, name: Buffer, checksum: Checksum, isNew: boolean): Replaced {
    const own = this.changedHere(position);
    if (own !== undefined) return own ?? undefined;
    const known = this.known.find(position);
    if (known) return known;
    const unwritten = this.tables.unwritten.find(position);
    if (unwritten) return unwritten.bytes ?? undefined;
    return isNew ? undefined : replacedBy(this.inTree(name), checksum);
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
    this.account(position, before, bytes);
    this.note(position, name, bytes, { before, isMoved });
    this.onPut?.(position, bytes, before ?? undefined);
  }

  /** @param before as of `put` */
  remove(position: Position, name: Buffer, before: Replaced): void {
    this.account(position, before, undefined);
    this.note(position, name, null, { before, isMoved: false });
  }

  /** Takes an entry out of the index by time that tells of no record. What changes there does so by itself. */
  forgetEnd(position: Position, end: End, name: Buffer): void {
    if (this.changed(position) === undefined) this.own.strayEnds.push({ end, name });
  }

  clear(): void {
    this.own.forget();
    this.own.isCleared = true;
    this.doubted.clear();
    this.tables.figures.clear();
  }

  putState(name: string, value: string): void {
    this.own.states.set(name, value);
  }

  /** A record near there is corrupt: it no longer counts as what it was. */
  doubt({ keyId }: Position): void {
    this.doubted.set(bucketOf(keyId), keyId.length);
  }

  /** What lies in a place is being replaced, or taken away. */
  isChanging(position: Position): boolean {
    return this.changedHere(position) !== undefined;
  }

  private note(
    position: Position,
    name: Buffer,
    bytes: Uint8Array | null,
    { before, isMoved }: { readonly before: Replaced; readonly isMoved: boolean },
  ): void {
    const known = this.own.find(position);
    if (known) {
      known.bytes = bytes;
      known.isMoved = isMoved;
      return;
    }
    const { keyId, key } = position;
    this.own.add({ keyId, key, name, bytes, isMoved, before: indexedBy(before) });
  }

  private account(position: Position, before: Replaced, after: Uint8Array | undefined): void {
    const { figures } = this.tables;
    const bucket = bucketOf(position.keyId);
    const row = figures.row(bucket);
    if (before) addRecord(row, before, -1, true);
    else if (before === null) this.doubt(position);
    if (after) addRecord(row, after, 1, true);
    figures.setRow(bucket, row);
  }

  private recount(bucket: number, width: number): void {
    this.tables.figures.setRow(bucket, figuresOfRecords(this.recordsOf(bucket, width)));
  }

  private *recordsOf(bucket: number, width: number): Iterable<Uint8Array> {
    const { records, names, unwritten } = this.tables;
    const range = names.rangeOf(segmentOfBucket(bucket, width));
    for (const { key, value } of records.getRange(range))
      if (this.changed(names.positionOf(key)) === undefined) yield value;
    for (const { touched } of unwritten.rows('places', range))
      if (touched.bytes && !this.own.find(touched)) yield touched.bytes;
    for (const { bytes, keyId } of this.own.all)
      if (bytes && bucketOf(keyId) === bucket) yield bytes;
  }

  private inTree(name: Buffer): Uint8Array | undefined {
    const bytes = this.tables.records.getBinaryFast(name);
    return bytes && withinBounds(bytes);
  }

  /** What lies in a place, as far as the tree does not have it: `null` for nothing, `undefined` for what is there. */
  private changed(position: Position): Uint8Array | null | undefined {
    const own = this.changedHere(position);
    return own === undefined ? this.tables.unwritten.find(position)?.bytes : own;
  }

  private changedHere(position: Position): Uint8Array | null | undefined {
    const one = this.own.find(position);
    if (one) return one.bytes;
    return this.own.isCleared ? null : undefined;
  }
}
