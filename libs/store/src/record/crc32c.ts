// CRC-32C (Castagnoli; RFC 3720, appendix B.4), which guards records of the first format.
import { crcOf, crcTable } from './crc';

const TABLE = crcTable(0x82f6_3b78);

/** The checksum of `bytes` from `start` to before `end`, 0 ≤ result < 2^32. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return crcOf(TABLE, bytes, start, end);
}
