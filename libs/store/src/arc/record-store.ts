// The port to what keeps records. Every engine passes the suite in `testing/record-store-conformance.ts`.
import type { Id } from '@chord-dht/chord';
import type { Arc, Position } from '../record/position';
import type { BucketFigures } from './bucket-table';
import type { Checksum } from '../record/checksum';
import type { PackedRecords } from '../record/record-packer';
import type { RecordHead, StoredRecord } from '../record/stored-record';
import type { Version } from '../record/version';
import type { EndLimit, EndPage, NameLimit, NamePage } from './index-pages';

export interface RecordName extends Position {
  readonly version: Version;
}

export interface Batch {
  readonly put?: readonly StoredRecord[];
  /** Taken away only if the version is still this one; a record that is corrupt stays. */
  readonly drop?: readonly RecordName[];
  /** Taken away only if their heads are unreadable still: they have no version to be named by. */
  readonly dropCorrupt?: readonly Position[];
}

/** An encoded record (format 2) and where it belongs; its bytes have been checked. */
export interface PlacedRecord {
  readonly position: Position;
  readonly bytes: Uint8Array;
}

/** An engine may end a page earlier, so that no page takes long; it has at least one record where there is one. */
export interface PageLimit {
  /** How many to look at, at least 1. */
  readonly records: number;
  /** The page ends before its values exceed this, but never before its first record. */
  readonly bytes?: number;
  /** Begin behind this position of the range. */
  readonly after?: Position | null;
}

export interface Page<Item> {
  /** Clockwise from the start of the range. */
  readonly items: readonly Item[];
  /** What the page passed over because its checksum is wrong. */
  readonly corrupt: readonly Position[];
  /** Where to go on; `null` when the range is at its end. */
  readonly next: Position | null;
}

/** The same of encoded records, as one row of bytes. */
export interface PackedPage extends PackedRecords, Omit<Page<never>, 'items'> {}

export interface Room {
  /** Where values may still go; infinite where nothing limits it. */
  readonly freeBytes: number;
  /** Values are refused at present, all of them or large ones. Removals go on. */
  readonly isFull: boolean;
}

export interface StoreFigures {
  /** Records that are no tombstones; what has expired counts until it is swept. */
  readonly keys: number;
  /** The sizes of their values. */
  readonly bytes: number;
  readonly tombstones: number;
}

/** What the records of an arc amount to. Kept, not counted: its cost does not grow with their number. */
export interface ArcFigures extends StoreFigures {
  /** All of them, tombstones and corrupt ones included. */
  readonly records: number;
  /**
   * Equal at two nodes that hold the same versions of the same keys, in whatever order they came. A
   * record that is found corrupt does not count from then on.
   */
  readonly hash: string;
}

/**
 * Hears of a record at the moment at which it takes the place of another, or of none. Both are encoded, and on
 * loan; one that is corrupt counts as none. It must not call the store.
 */
export type OnPut = (position: Position, after: Uint8Array, before: Uint8Array | undefined) => void;

/**
 * Keeps records ordered by (key id, key) and guards each by a checksum. Reading is synchronous and
 * sees what is committed. Records that are handed out are copies.
 */
export interface RecordStore {
  /** A name for people, for example `memory`. */
  readonly engine: string;
  /** Where its data lies, by which the original is told from a copy; none where that cannot be told. */
  readonly location?: string | undefined;
  /** The checksum of this host, for whoever makes or checks the bytes of records. */
  readonly checksum: Checksum;
  /** @throws StoreError `CORRUPT` */
  get(keyId: Id, key: string): StoredRecord | undefined;
  /**
   * The same as bytes of format 2, whatever format lies there; they are the caller's own. Both
   * checksums and the key have been looked at.
   * @throws StoreError `CORRUPT`
   */
  read(position: Position): Uint8Array | undefined;
  /**
   * The same bytes where they are at hand, without a look at the disk: nobody may change them. `undefined` when they
   * are not, or when nothing lies there. An engine need not have it.
   */
  atHand?(position: Position): Uint8Array | undefined;
  /**
   * True when there is room for so many bytes of encoded records, else a promise of it: as `admit`, but
   * at once in the common case.
   * @throws StoreError `STORAGE_FULL`, in the promise
   */
  admitNow(bytes: number, isRemoval?: boolean): true | Promise<void>;
  /**
   * Writes each record if its version is later than what lies there, where what waits for a commit lies
   * there already and what is corrupt does not. Nothing is refused for lack of room: `admitNow` is asked
   * before. `bytes` must not change until `done` is called.
   * @param done called once, never before `append` returns: without an error when every record, or the
   *   later one in its place, is as durable as the engine was asked to make it
   */
  append(items: readonly PlacedRecord[], done: (error?: unknown) => void): void;
  /**
   * Resolves when there is room for so many bytes of encoded records. Whoever sends a record to others
   * as well asks first: a refusal is certain to have had no effect then. A write may still be refused.
   * @param isRemoval they are tombstones, for which an engine keeps room that values do not get
   * @throws StoreError `STORAGE_FULL`
   */
  admit(bytes: number, isRemoval?: boolean): Promise<void>;
  /** How much room is left now. */
  room(): Promise<Room>;
  /**
   * Writes all or nothing; resolves when it is as durable as the engine was asked to make it.
   * Batches take effect in the order of the calls, as far as they touch the same records. A record does
   * not replace a later version.
   * @throws StoreError `STORAGE_FULL` when there is something to put and no room; nothing is written then.
   *   A batch of nothing but tombstones may use the room that is kept for them.
   */
  write(batch: Batch): Promise<void>;
  scan(arc: Arc, limit: PageLimit): Page<StoredRecord>;
  /** The same without values, whose checksums are not looked at. */
  scanHeads(arc: Arc, limit: PageLimit): Page<RecordHead>;
  /** The same as bytes of format 2; both checksums have been looked at. `RecordPacker` makes their row. */
  scanPacked(arc: Arc, limit: PageLimit): PackedPage;
  /**
   * Names of records that are no tombstones, sorted by the bytes of UTF-8. Its cost grows with what is looked
   * at, not with what lies there.
   * @param isWanted tells of a key id whether names under it are; all are unless said
   */
  scanNames(limit: NameLimit, isWanted?: (keyId: Id) => boolean): NamePage;
  /** What has ended, in the order of the ends; its cost grows with what has. */
  scanEnds(limit: EndLimit): EndPage;
  /**
   * The encoded record (format 2) after a look at its head alone. On loan: valid until the next call of this
   * store, and not to be changed.
   * @throws StoreError `CORRUPT`
   */
  borrowHead(position: Position): Uint8Array | undefined;
  /** Everything in the arc, tombstones and corrupt records included. */
  count(arc: Arc): number;
  figures(): StoreFigures;
  figuresOf(arc: Arc): ArcFigures;
  /** The same, with the two halves of the hash as numbers. */
  sumOf(arc: Arc): BucketFigures;
  /** The figures of one bucket of ids; see `bucketOf`. */
  bucket(bucket: number): BucketFigures;
  /** @param onPut hears of every record from now on; there is one listener */
  observe(onPut: OnPut): void;
  /** Takes all records away and leaves the small state. */
  clear(): Promise<void>;
  /** Small state of the node, such as the peers that it knew. Names are short ASCII texts. */
  getState(name: string): string | undefined;
  putState(name: string, value: string): Promise<void>;
  /** Waits for what is being written. Nothing may be called afterwards. */
  close(): Promise<void>;
}
