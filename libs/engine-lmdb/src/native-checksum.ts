// Lends the store the checksum of the host: zlib's, which Node has from 20.15 and 22.2 on.
import { crc32 as portable, type Checksum } from '@chord-dht/store';
import * as zlib from 'node:zlib';

/** Below this the way into native code and back takes longer than the sum. */
const SMALL_BYTES = 512;

const { crc32 } = zlib as { crc32?: (data: Uint8Array) => number };

export const nativeChecksum: Checksum = crc32
  ? (bytes, start, end) =>
      end - start < SMALL_BYTES ? portable(bytes, start, end) : crc32(bytes.subarray(start, end))
  : portable;
