// The port of record stores. Every engine passes the suite in `testing/record-store-conformance.ts`.
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
  /** Removed only if the version is still this one; a corrupt record stays. */
  readonly drop?: readonly RecordName[];
  /** Removed only if their heads are still unreadable: they have no version to compare. */
  readonly dropCorrupt?: readonly Position[];
}

/** An encoded record (format 2) and its position; its bytes have been checked. */
export interface PlacedRecord {
  readonly position: Position;
  readonly bytes: Uint8Array;
}

/** An engine may end a page earlier, so that no page takes long; it has at least one record where there is one. */
export interface PageLimit {
  /** The most records that are examined, at least 1. */
  readonly records: number;
  /** The page ends before its values exceed this, but never before its first record. */
  readonly bytes?: number;
  /** The position of the range behind which the page begins. */
  readonly after?: Position | null;
}

export interface Page<Item> {
  /** Clockwise from the start of the range. */
  readonly items: readonly Item[];
  /** Records that were passed over because of a wrong checksum. */
  readonly corrupt: readonly Position[];
  /** The position behind which the next page begins; `null` at the end of the range. */
  readonly next: Position | null;
}

/** A page of encoded records, as one array of bytes. */
export interface PackedPage extends PackedRecords, Omit<Page<never>, 'items'> {}

export interface Room {
  /** The room for values in bytes; infinite without a limit. */
  readonly freeBytes: number;
  /** True while values are refused, all of them or large ones. Removals go on. */
  readonly isFull: boolean;
  /** Why no room can be found, and what to do: nothing is written meanwhile. */
  readonly fault?: string;
}

export interface StoreFigures {
  /** Records that are no tombstones; expired ones count until they are swept. */
  readonly keys: number;
  /** The total size of their values. */
  readonly bytes: number;
  readonly tombstones: number;
}

/**
 * The figures of the records of an arc. Maintained with each write: the cost of reading them does not grow with the
 * number of records.
 */
export interface ArcFigures extends StoreFigures {
  /** All records, tombstones and corrupt ones included. */
  readonly records: number;
  /**
   * Equal at two nodes that hold the same versions of the same keys, in whatever order they arrived. A record stops
   * counting once it is found corrupt.
   */
  readonly hash: string;
}

/**
 * Called when a record replaces another, or none. Both are encoded and valid during the call only; a corrupt one is
 * passed as none. It must not call the store.
 */
export type OnPut = (position: Position, after: Uint8Array, before: Uint8Array | undefined) => void;

/**
 * Keeps records ordered by (key id, key), each with a checksum. Reads are synchronous and see committed records.
 * Returned records are copies.
 */
export interface RecordStore {
  /** The displayed name, for example `memory`. */
  readonly engine: string;
  /** The location of its data, which distinguishes the original from a copy; `undefined` where it has none. */
  readonly location?: string | undefined;
  /** The checksum of this host, for encoding and checking records. */
  readonly checksum: Checksum;
  /** @throws StoreError `CORRUPT` */
  get(keyId: Id, key: string): StoredRecord | undefined;
  /**
   * The record as bytes of format 2, whatever its stored format; the caller owns them. Both checksums and the key have
   * been verified.
   * @throws StoreError `CORRUPT`
   */
  read(position: Position): Uint8Array | undefined;
  /**
   * The same bytes if they are in memory, without a read of the disk; they must not be changed. `undefined` when they
   * are not, or when there is no record. Optional for an engine.
   */
  atHand?(position: Position): Uint8Array | undefined;
  /**
   * True when there is room for so many bytes of encoded records, else a promise of it: as `admit`, but synchronous in
   * the common case.
   * @throws StoreError `STORAGE_FULL`, in the promise
   */
  admitNow(bytes: number, isRemoval?: boolean): true | Promise<void>;
  /**
   * Writes each record if its version is later than the present one; an uncommitted record counts as present, a corrupt
   * one does not. Nothing is refused for lack of room: call `admitNow` first. `bytes` must not change until `done` is
   * called.
   * @param done called once, never before `append` returns: without an error when every record, or the later one in its
   *   place, is as durable as the engine was configured to make it
   */
  append(items: readonly PlacedRecord[], done: (error?: unknown) => void): void;
  /**
   * Resolves when there is room for so many bytes of encoded records. A caller that sends a record to others as well
   * calls this first: a refusal then certainly had no effect. A write may still be refused.
   * @param isRemoval they are tombstones, for which an engine reserves room
   * @throws StoreError `STORAGE_FULL`
   */
  admit(bytes: number, isRemoval?: boolean): Promise<void>;
  /** Returns the room that is left now. */
  room(): Promise<Room>;
  /**
   * Writes all or nothing; resolves when it is as durable as the engine was configured to make it. Batches that touch
   * the same records take effect in the order of the calls. A record does not replace a later version.
   * @throws StoreError `STORAGE_FULL` when there is something to put and no room; nothing is written then. A batch of
   *   nothing but tombstones may use the room that is reserved for them.
   */
  write(batch: Batch): Promise<void>;
  scan(arc: Arc, limit: PageLimit): Page<StoredRecord>;
  /** The same without values, whose checksums are not verified. */
  scanHeads(arc: Arc, limit: PageLimit): Page<RecordHead>;
  /** The same as bytes of format 2; both checksums have been verified. `RecordPacker` puts them into one array. */
  scanPacked(arc: Arc, limit: PageLimit): PackedPage;
  /**
   * Names of records that are no tombstones, sorted by their UTF-8 bytes. The cost grows with the number of names
   * examined, not with the number stored.
   * @param isWanted whether names under a key id are wanted; all are by default
   */
  scanNames(limit: NameLimit, isWanted?: (keyId: Id) => boolean): NamePage;
  /** The records that have ended, in the order of their ends; the cost grows with their number. */
  scanEnds(limit: EndLimit): EndPage;
  /**
   * The encoded record (format 2), of which only the head has been verified. Valid until the next call of this store;
   * must not be changed.
   * @throws StoreError `CORRUPT`
   */
  borrowHead(position: Position): Uint8Array | undefined;
  /** The number of records in the arc, tombstones and corrupt ones included. */
  count(arc: Arc): number;
  figures(): StoreFigures;
  figuresOf(arc: Arc): ArcFigures;
  /** The figures of an arc, with the two halves of the hash as numbers. */
  sumOf(arc: Arc): BucketFigures;
  /** The figures of one bucket of ids; see `bucketOf`. */
  bucket(bucket: number): BucketFigures;
  /** @param onPut called for every record from now on; there is one listener */
  observe(onPut: OnPut): void;
  /** Removes all records and keeps the small state. */
  clear(): Promise<void>;
  /** Small state of the node, such as the addresses of its peers. Names are short ASCII texts. */
  getState(name: string): string | undefined;
  putState(name: string, value: string): Promise<void>;
  /** Waits for pending writes. No other method may be called afterwards. */
  close(): Promise<void>;
}
