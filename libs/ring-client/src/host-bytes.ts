// Operations on bytes that Node's native code performs faster than JavaScript.
import { crc32 as portable } from '@chord-dht/store/wire';
import { crc32 } from 'node:zlib';

/** Below this size a call into native code takes longer than the sum itself. */
const SMALL_BYTES = 512;

export function hostChecksum(bytes: Uint8Array, start: number, end: number): number {
  return end - start < SMALL_BYTES
    ? portable(bytes, start, end)
    : crc32(bytes.subarray(start, end));
}

/** A copy that must not be changed; small copies share a buffer, as Node's own do. */
export function hostCopy(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.allocUnsafe(bytes.length);
  const copy = new Uint8Array(buffer, byteOffset, length);
  copy.set(bytes);
  return copy;
}
