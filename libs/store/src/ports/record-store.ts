// The port to what keeps records. Every engine passes the suite in `testing/record-store-conformance.ts`.
import type { Id } from '@chord-dht/chord';
import type { Arc, Position } from '../range/position';
import type { RecordHead, StoredRecord } from '../record/stored-record';
import type { Version } from '../record/version';

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

export interface StoreFigures {
  /** Records that are no tombstones; what has expired counts until it is swept. */
  readonly keys: number;
  /** The sizes of their values. */
  readonly bytes: number;
  readonly tombstones: number;
}

/**
 * Keeps records ordered by (key id, key) and guards each by a checksum. Reading is synchronous and
 * sees what is committed. Records that are handed out are copies.
 */
export interface RecordStore {
  /** A name for people, for example `memory`. */
  readonly engine: string;
  /** @throws StoreError `CORRUPT` */
  get(keyId: Id, key: string): StoredRecord | undefined;
  /**
   * Resolves when there is room for so many bytes of encoded records. Whoever sends a record to others
   * as well asks first: a refusal is certain to have had no effect then. A write may still be refused.
   * @throws StoreError `STORAGE_FULL`
   */
  admit(bytes: number): Promise<void>;
  /**
   * Writes all or nothing; resolves when it is as durable as the engine was asked to make it.
   * Batches take effect in the order of the calls, as far as they touch the same records.
   * @throws StoreError `STORAGE_FULL` when there is something to put and no room; nothing is written then
   */
  write(batch: Batch): Promise<void>;
  scan(arc: Arc, limit: PageLimit): Page<StoredRecord>;
  /** The same without values, whose checksums are not looked at. */
  scanHeads(arc: Arc, limit: PageLimit): Page<RecordHead>;
  /** Everything in the arc, tombstones and corrupt records included. */
  count(arc: Arc): number;
  figures(): StoreFigures;
  /** Takes all records away and leaves the small state. */
  clear(): Promise<void>;
  /** Small state of the node, such as the peers that it knew. Names are short ASCII texts. */
  getState(name: string): string | undefined;
  putState(name: string, value: string): Promise<void>;
  /** Waits for what is being written. Nothing may be called afterwards. */
  close(): Promise<void>;
}
