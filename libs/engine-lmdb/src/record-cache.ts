// Keeps the bytes of small records that were written or read lately: finding them again costs one look, and no way into
// native code.
import type { Position } from '@chord-dht/store';

/** Two places for each end of an id; a power of two. */
const ROWS = 32_768;
/** Of a larger one the way is a small part. */
const RECORD_BYTES_MAX = 2_048;
/** The keys lie beside the bytes, and are bounded by their number alone. */
const KEY_UNITS_MAX = 256;
/** What all of them may take. */
const BYTES_MAX = 16 * 1024 * 1024;
/** A record grows by a write that it remembers, and then fits its room again. */
const ROOM_STEP = 256;

/**
 * What lies here is committed and was checked when it came; whoever changes a place drops it first. All bytes lie in one
 * buffer that is written round and round: one of its own for each record would outlive many requests, and be the
 * dearest part of them.
 */
export class RecordCache {
  /** Of two in a row the later one stands first. No `Map`: it would make its table anew all the time. */
  private readonly places: (Position | undefined)[] = new Array<undefined>(2 * ROWS).fill(
    undefined,
  );
  /** Where the bytes of each place begin, as if the buffer had no end; what is further back than it is large is gone. */
  private readonly starts = new Float64Array(2 * ROWS);
  /** 0 for what was dropped: the next record of that name has its room. */
  private readonly sizes = new Uint16Array(2 * ROWS);
  private readonly rooms = new Uint16Array(2 * ROWS);
  /** The system gives memory to what is written alone. */
  private readonly buffer = new Uint8Array(BYTES_MAX);
  private end = 0;

  /** The bytes that lie there, until the next one is kept: nobody may change them. */
  find(position: Position): Uint8Array | undefined {
    const place = this.placeOf(position);
    const size = place < 0 ? 0 : (this.sizes[place] as number);
    return size === 0 ? undefined : new Uint8Array(this.buffer.buffer, this.startOf(place), size);
  }

  /** @param bytes they may change afterwards */
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

  /** @returns -1 when it has no room */
  private placeOf({ keyId, key }: Position): number {
    const first = rowOf(keyId);
    for (let place = first; place <= first + 1; place += 1) {
      const kept = this.places[place];
      if (kept !== undefined && kept.key === key && kept.keyId === keyId)
        return this.end - (this.starts[place] as number) <= BYTES_MAX ? place : -1;
    }
    return -1;
  }

  /** A place without room; the earlier one of its row moves on. */
  private makePlace(position: Position): number {
    const first = rowOf(position.keyId);
    const later = first + 1;
    // It may be there still, overwritten.
    if (this.places[first]?.key !== position.key) {
      this.places[later] = this.places[first];
      this.starts[later] = this.starts[first] as number;
      this.sizes[later] = this.sizes[first] as number;
      this.rooms[later] = this.rooms[first] as number;
    }
    // Not whatever else goes by that name: it may lead to much more.
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

/** The first place of a row. Ids are spread evenly, but those of one node begin alike: their last digits tell. */
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
