// Keeps the bytes of small records that were read lately: finding them again costs one look, and no way into native code.
import type { Position } from '@chord-dht/store';

/** Two places for each end of an id; a power of two. */
const ROWS = 32_768;
/** Of a larger one the way is a small part. */
const RECORD_BYTES_MAX = 2_048;
/** What all of them may take, with what each takes beside its bytes. */
const BYTES_MAX = 32 * 1024 * 1024;
const BESIDE_BYTES = 256;

interface Kept extends Position {
  readonly bytes: Uint8Array;
}

/** What lies here is committed and was checked when it came; whoever changes a place drops it first. */
export class RecordCache {
  /** Of two in a row the later one stands first. No `Map`: it would make its table anew all the time. */
  private readonly places: (Kept | undefined)[] = new Array<undefined>(2 * ROWS).fill(undefined);
  private bytes = 0;
  /** Where the next one has to go when there are too many bytes. */
  private hand = 0;

  /** The bytes are shared: nobody may change them. */
  find({ keyId, key }: Position): Uint8Array | undefined {
    const at = placeOf(keyId);
    const first = this.places[at];
    if (first !== undefined && first.key === key && first.keyId === keyId) return first.bytes;
    const second = this.places[at + 1];
    return second !== undefined && second.key === key && second.keyId === keyId
      ? second.bytes
      : undefined;
  }

  /** @param bytes of a record that is not there yet; they may change afterwards */
  keep({ keyId, key }: Position, bytes: Uint8Array): void {
    if (bytes.length > RECORD_BYTES_MAX) return;
    const at = placeOf(keyId);
    this.empty(at + 1);
    this.places[at + 1] = this.places[at];
    // A buffer of its own: a part of a shared one would hold all of that.
    this.places[at] = { keyId, key, bytes: new Uint8Array(bytes) };
    this.bytes += bytes.length + BESIDE_BYTES;
    while (this.bytes > BYTES_MAX) {
      this.empty(this.hand);
      this.hand = (this.hand + 1) % this.places.length;
    }
  }

  drop({ keyId, key }: Position): void {
    const at = placeOf(keyId);
    for (const place of [at, at + 1]) {
      const kept = this.places[place];
      if (kept?.key === key && kept.keyId === keyId) this.empty(place);
    }
  }

  clear(): void {
    this.places.fill(undefined);
    this.bytes = 0;
  }

  private empty(place: number): void {
    const kept = this.places[place];
    if (!kept) return;
    this.places[place] = undefined;
    this.bytes -= kept.bytes.length + BESIDE_BYTES;
  }
}

const DIGITS = 4;

/** Ids are spread evenly, but those of one node begin alike: their last digits tell. */
function placeOf(keyId: string): number {
  let sum = 0;
  for (let at = Math.max(0, keyId.length - DIGITS); at < keyId.length; at += 1)
    sum = sum * 16 + digitOf(keyId.charCodeAt(at));
  return (sum % ROWS) * 2;
}

/** Of `0` to `9` and `a` to `f`. */
function digitOf(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
