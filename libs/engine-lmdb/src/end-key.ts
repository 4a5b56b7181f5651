// Keys of the index by time: kind (1), time (8), then the bytes of the place.
import type { End, EndKind } from '@chord-dht/store';

const KIND_BYTES: Readonly<Record<EndKind, number>> = { expiry: 1, tombstone: 2 };
const TIME_AT = 1;
const NAME_AT = 9;

export function endKey({ kind, atMs }: End, name: Uint8Array): Buffer {
  const key = Buffer.allocUnsafe(NAME_AT + name.length);
  key[0] = KIND_BYTES[kind];
  key.writeDoubleBE(atMs, TIME_AT);
  key.set(name, NAME_AT);
  return key;
}

/** Before all keys of a kind. */
export function startOfKind(kind: EndKind): Buffer {
  return Buffer.of(KIND_BYTES[kind]);
}

export function timeIn(key: Buffer): number {
  return key.readDoubleBE(TIME_AT);
}

export function nameIn(key: Buffer): Buffer {
  return key.subarray(NAME_AT);
}
