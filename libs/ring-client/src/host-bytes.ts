// Operations on bytes that Node performs sooner than a program can.
import { crc32 as portable } from '@chord-dht/store/wire';
import { crc32 } from 'node:zlib';

/** Below this the way into native code and back takes longer than the sum. */
const SMALL_BYTES = 512;

export function hostChecksum(bytes: Uint8Array, start: number, end: number): number {
  return end - start < SMALL_BYTES
    ? portable(bytes, start, end)
    : crc32(bytes.subarray(start, end));
}

/** A copy that nobody changes; small ones lie side by side, as Node's own do. */
export function hostCopy(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.allocUnsafe(bytes.length);
  const copy = new Uint8Array(buffer, byteOffset, length);
  copy.set(bytes);
  return copy;
}
