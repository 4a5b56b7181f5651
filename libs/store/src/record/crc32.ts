// CRC-32 as zlib computes it, for hosts that provide none.
import type { Checksum } from './checksum';
import { crcOf, crcTable } from './crc';

const TABLE = crcTable(0xedb8_8320);

export const crc32: Checksum = (bytes, start, end) => crcOf(TABLE, bytes, start, end);
