// Reads the records that lie in their places, one or an arc of them, and tells of those that cannot be read.
import {
  bytesAt,
  bytesUnder,
  headAt,
  headBytesAt,
  recordAt,
  RecordPacker,
  StoreError,
  type Arc,
  type Checksum,
  type PackedPage,
  type Page,
  type PageLimit,
  type Position,
  type RecordHead,
  type Segment,
  type StoredRecord,
} from '@chord-dht/store';
import type { Database } from 'lmdb';
import { ArcReader } from './arc-reader';
import { withinBounds } from './borrowed';
import type { RecordCache } from './record-cache';
import type { RecordNames } from './record-names';
import type { Unwritten } from './unwritten';

const CORRUPT_KNOWN_MAX = 1_000;
/** LMDB copies a value that is looked at; so much takes about a millisecond. */
const PAGE_BYTES_MAX = 4 * 1024 * 1024;
/** Nothing comes between a name and the same with this. */
const JUST_BEHIND = Buffer.of(0);

interface PlaceReaderParts {
  readonly records: Database<Buffer, Buffer>;
  readonly names: RecordNames;
  readonly checksum: Checksum;
  readonly cache: RecordCache;
  readonly unwritten: Unwritten;
  /** @throws StoreError when the engine is closed */
  readonly requireOpen: () => void;
  /** What lies in the place is not what will lie there soon. */
  readonly isChanging: (position: Position) => boolean;
  /** What was found corrupt no longer counts as what it was, so that others are found to differ. */
  readonly doubt: (position: Position) => void;
}

/** Every reading throws StoreError `CORRUPT` for what cannot be read. */
export class PlaceReader {
  private readonly arcs: ArcReader;
  private readonly packer = new RecordPacker();
  /** Places in which a corrupt record was found; each is told once. */
  private readonly corrupt = new Set<string>();

  constructor(private readonly parts: PlaceReaderParts) {
    this.arcs = new ArcReader(parts.records, parts.names, parts.unwritten);
  }

  /** What lies in a place; valid until the next reading. */
  borrow(position: Position): Uint8Array | undefined {
    this.parts.requireOpen();
    const unwritten = this.parts.unwritten.find(position);
    if (unwritten) return unwritten.bytes ?? undefined;
    const bytes = this.parts.records.getBinaryFast(this.parts.names.bytesOf(position));
    return bytes && withinBounds(bytes);
  }

  /** The head of what lies there; valid until the next reading. */
  borrowHead(position: Position): Uint8Array | undefined {
    const bytes = this.borrow(position);
    return bytes && this.reading(position, () => headBytesAt(position, bytes, this.parts.checksum));
  }

  /** What is known without a look at the engine. */
  atHand(position: Position): Uint8Array | undefined {
    this.parts.requireOpen();
    const known = this.parts.cache.find(position);
    return known && Buffer.from(known);
  }

  read(position: Position): Uint8Array | undefined {
    const known = this.atHand(position);
    if (known) return known;
    const borrowed = this.borrow(position);
    if (!borrowed) return undefined;
    const bytes = this.reading(position, () => this.ownBytes(position, borrowed));
    if (!this.parts.isChanging(position)) this.parts.cache.keep(position, bytes);
    return bytes;
  }

  record(position: Position): StoredRecord | undefined {
    const bytes = this.borrow(position);
    return bytes && this.reading(position, () => recordAt(position, bytes, this.parts.checksum));
  }

  records(arc: Arc, limit: PageLimit): Page<StoredRecord> {
    const { names, checksum } = this.parts;
    return this.page(arc, limit, (name, bytes) =>
      recordAt(names.positionOf(name), bytes, checksum),
    );
  }

  heads(arc: Arc, limit: PageLimit): Page<RecordHead> {
    const { names, checksum } = this.parts;
    return this.page(arc, limit, (name, bytes) => headAt(names.positionOf(name), bytes, checksum));
  }

  packed(arc: Arc, limit: PageLimit): PackedPage {
    const { packer } = this;
    const { checksum, names } = this.parts;
    // A page before may have ended with a fault.
    packer.clear();
    // No position is made of a name that nobody asks for.
    const { corrupt, next } = this.page(arc, limit, (name, borrowed) =>
      packer.add(bytesUnder(name, names.idBytes, borrowed, checksum)),
    );
    return { ...packer.take(), corrupt, next };
  }

  /** True when the tree has nothing between two places, both included. */
  isEmpty(first: Position, last: Position): boolean {
    const { records, names } = this.parts;
    const end = Buffer.concat([names.bytesOf(last), JUST_BEHIND]);
    for (const _key of records.getKeys({ start: names.bytesOf(first), end, limit: 1 }))
      return false;
    return true;
  }

  /** What lies in a segment, for counting. */
  bytesIn(segment: Segment): Iterable<Uint8Array> {
    return this.arcs.bytesIn(segment);
  }

  /** Another record comes to lie there, or none. */
  changed(position: Position): void {
    this.parts.cache.drop(position);
    if (this.corrupt.size > 0) this.corrupt.delete(position.keyId + position.key);
  }

  /** Nothing will be left. */
  cleared(): void {
    this.parts.cache.clear();
    this.corrupt.clear();
  }

  private ownBytes(position: Position, borrowed: Uint8Array): Uint8Array {
    const bytes = bytesAt(position, borrowed, this.parts.checksum);
    return bytes === borrowed ? Buffer.from(borrowed) : bytes;
  }

  private page<Item>(
    arc: Arc,
    limit: PageLimit,
    decode: (name: Buffer, bytes: Uint8Array) => Item,
  ): Page<Item> {
    this.parts.requireOpen();
    const bounded = { ...limit, bytes: Math.min(limit.bytes ?? Infinity, PAGE_BYTES_MAX) };
    return this.arcs.page(arc, bounded, (name, bytes) => {
      try {
        return decode(name, bytes);
      } catch (error) {
        this.noteCorrupt(error, this.parts.names.positionOf(name));
        throw error;
      }
    });
  }

  private reading<Result>(position: Position, read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      this.noteCorrupt(error, position);
      throw error;
    }
  }

  private noteCorrupt(error: unknown, position: Position): void {
    if (!(error instanceof StoreError) || error.code !== 'CORRUPT') return;
    this.parts.cache.drop(position);
    const place = position.keyId + position.key;
    if (this.corrupt.has(place)) return;
    if (this.corrupt.size === CORRUPT_KNOWN_MAX) this.corrupt.clear();
    this.corrupt.add(place);
    this.parts.doubt(position);
  }
}
