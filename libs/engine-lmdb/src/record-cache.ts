// Keeps the bytes of small records that were written or read lately: finding them again costs one look, and no way into
// native code.
import type { Position } from '@chord-dht/store';

/** The rows of the table, two places each, chosen by the last digits of an id; a power of two. */
const ROWS = 32_768;
/** For a larger record the lookup is a small part of the cost. */
const RECORD_BYTES_MAX = 2_048;
/** Keys are kept beside the buffer; only their number bounds them, so a long one is not cached. */
const KEY_UNITS_MAX = 256;
/** The size of the buffer of all cached records. */
const BYTES_MAX = 16 * 1024 * 1024;
/** Rooms are multiples of this, so that a record that grows a little keeps its room. */
const ROOM_STEP = 256;

/**
 * Cached records are committed and were checked on the way in; a writer drops a record here before it changes it. All
 * bytes are in one circular buffer: a buffer for each record would survive several collections and dominate their cost.
 */
export class RecordCache {
  /** The later of the two of a row comes first. Not a `Map`, which would rehash all the time. */
  private readonly places: (Position | undefined)[] = new Array<undefined>(2 * ROWS).fill(
    undefined,
  );
  /** Where the bytes of each place begin, counted as if the buffer were endless; older than its size is overwritten. */
  private readonly starts = new Float64Array(2 * ROWS);
  /** 0 for a dropped record, whose room the next record of that key takes. */
  private readonly sizes = new Uint16Array(2 * ROWS);
  private readonly rooms = new Uint16Array(2 * ROWS);
  /** Allocated lazily by the operating system: pages that are never written take no memory. */
  private readonly buffer = new Uint8Array(BYTES_MAX);
  private end = 0;

  /** The bytes of a cached record; valid until the next `keep`, and not to be changed. */
  find(position: Position): Uint8Array | undefined {
    const place = this.placeOf(position);
    const size = place < 0 ? 0 : (this.sizes[place] as number);
    return size === 0 ? undefined : new Uint8Array(this.buffer.buffer, this.startOf(place), size);
  }

  /** @param bytes are copied */
  keep(position: Position, bytes: Uint8Array): void {
    if (bytes.length > RECORD_BYTES_MAX || position.key.length > KEY_UNITS_MAX)
      return this.drop(position);
    let place = this.placeOf(position);
    if (place < 0) place = this.makePlace(position);
    if (bytes.length > (this.rooms[place] as number)) this.giveRoom(place, bytes.length);
    this.sizes[place] = bytes.length;
    this.buffer.set(bytes, this.startOf(place));
  }

  drop(position: Position): void {
    const place = this.placeOf(position);
    if (place >= 0) this.sizes[place] = 0;
  }

  clear(): void {
    this.places.fill(undefined);
  }

  /** @returns -1 when the record is not cached */
  private placeOf({ keyId, key }: Position): number {
    const first = rowOf(keyId);
    for (let place = first; place <= first + 1; place += 1) {
      const kept = this.places[place];
      if (kept !== undefined && kept.key === key && kept.keyId === keyId)
        return this.end - (this.starts[place] as number) <= BYTES_MAX ? place : -1;
    }
    return -1;
  }

  /** Takes the first place of the row, without room yet; the record that was there moves to the second. */
  private makePlace(position: Position): number {
    const first = rowOf(position.keyId);
    const later = first + 1;
    // The same key may still be there, its bytes overwritten.
    if (this.places[first]?.key !== position.key) {
      this.places[later] = this.places[first];
      this.starts[later] = this.starts[first] as number;
      this.sizes[later] = this.sizes[first] as number;
      this.rooms[later] = this.rooms[first] as number;
    }
    // A copy of the two fields: the caller's object may hold much more alive.
    this.places[first] = { keyId: position.keyId, key: position.key };
    this.rooms[first] = 0;
    return first;
  }

  private giveRoom(place: number, size: number): void {
    const room = Math.ceil(size / ROOM_STEP) * ROOM_STEP;
    const left = BYTES_MAX - (this.end % BYTES_MAX);
    if (room > left) this.end += left;
    this.starts[place] = this.end;
    this.rooms[place] = room;
    this.end += room;
  }

  private startOf(place: number): number {
    return (this.starts[place] as number) % BYTES_MAX;
  }
}

const DIGITS = 4;

/** The first place of a row. Ids of one node's arc begin alike, so the last digits choose. */
function rowOf(keyId: string): number {
  let sum = 0;
  for (let at = Math.max(0, keyId.length - DIGITS); at < keyId.length; at += 1)
    sum = sum * 16 + digitOf(keyId.charCodeAt(at));
  return (sum % ROWS) * 2;
}

/** Of `0` to `9` and `a` to `f`. */
function digitOf(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
