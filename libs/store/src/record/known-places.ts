// Caches the positions of recently requested keys. A look-up costs less than hashing the key, and all holders of a
// position share its texts: objects that are made for each request and outlive it are the most expensive garbage.
import type { Id } from '@chord-dht/chord';
import type { Position } from './position';
import { hasKey, keySizeOf, keyStartOf, keyOf } from './record-bytes';

/** Powers of two, of two places a row. The table begins small, as a process may have many members. */
const PLACES_MIN = 1_024;
const PLACES_MAX = 65_536;
/** Longer keys are rare, and so many of them would take a lot of memory. */
const KEY_UNITS_MAX = 256;
const MULTIPLIER = 0x9e37_79b1;

export class KnownPlaces {
  /**
   * Rows by a hash of the key; the later of the two positions in a row stands first. With one place for each hash, two
   * keys of the same hash that are both in use would displace each other all the time.
   */
  private places: (Position | undefined)[] = emptyPlaces(PLACES_MIN);
  /** The number of entries since the table last grew. */
  private noted = 0;

  /** @param keyId the hash of a key */
  constructor(private readonly keyId: (key: string) => Id) {}

  placeOf(key: string): Position {
    let hash = 0;
    for (let at = 0; at < key.length; at += 1) hash = mix(hash, key.charCodeAt(at));
    const first = this.rowOf(hash);
    for (let at = first; at <= first + 1; at += 1) {
      const known = this.places[at];
      if (known !== undefined && known.key === key) return known;
    }
    return this.note(hash, key);
  }

  /**
   * The position of a record that has been checked.
   * @throws StoreError `CORRUPT` when its key is no UTF-8
   */
  placeIn(record: Uint8Array): Position {
    const start = keyStartOf(record);
    const end = start + keySizeOf(record);
    let hash = 0;
    // For a key beyond ASCII the bytes have another hash than the characters: it has two entries.
    for (let at = start; at < end; at += 1) hash = mix(hash, record[at] as number);
    const first = this.rowOf(hash);
    for (let at = first; at <= first + 1; at += 1) {
      const known = this.places[at];
      if (known !== undefined && hasKey(record, known.key)) return known;
    }
    return this.note(hash, keyOf(record));
  }

  private note(hash: number, key: string): Position {
    if (key.length > KEY_UNITS_MAX) return { keyId: this.keyId(key), key };
    if (this.noted === this.places.length && this.noted < PLACES_MAX) {
      this.places = emptyPlaces(this.places.length * 4);
      this.noted = 0;
    }
    this.noted += 1;
    const place = { keyId: this.keyId(key), key };
    const first = this.rowOf(hash);
    this.places[first + 1] = this.places[first];
    this.places[first] = place;
    return place;
  }

  /** The first place of a row. */
  private rowOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.places.length - 2);
  }
}

function mix(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, MULTIPLIER);
}

function emptyPlaces(count: number): (Position | undefined)[] {
  return new Array<undefined>(count).fill(undefined);
}
