// Cyclic redundancy checks of 32 bits, eight bytes at a time.

const SLICES = 8;

/** `table[256 * n + byte]`: the effect of a byte that n further bytes follow. */
export function crcTable(polynomialReversed: number): Uint32Array {
  const table = new Uint32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      value = value & 1 ? (value >>> 1) ^ polynomialReversed : value >>> 1;
    }
    table[byte] = value;
  }
  for (let index = 256; index < table.length; index += 1) {
    const before = table[index - 256] as number;
    table[index] = (before >>> 8) ^ (table[before & 0xff] as number);
  }
  return table;
}

/** The checksum of `bytes` from `start` to before `end`, 0 ≤ result < 2^32. */
export function crcOf(table: Uint32Array, bytes: Uint8Array, start: number, end: number): number {
  const t = table as unknown as readonly number[] & { [index: number]: number };
  const b = bytes as unknown as { [index: number]: number };
  let crc = 0xffff_ffff;
  let at = start;
  for (; at + SLICES <= end; at += SLICES) {
    const low = crc ^ (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24));
    crc =
      t[1792 + (low & 0xff)]! ^
      t[1536 + ((low >>> 8) & 0xff)]! ^
      t[1280 + ((low >>> 16) & 0xff)]! ^
      t[1024 + (low >>> 24)]! ^
      t[768 + b[at + 4]!]! ^
      t[512 + b[at + 5]!]! ^
      t[256 + b[at + 6]!]! ^
      t[b[at + 7]!]!;
  }
  for (; at < end; at += 1) crc = (crc >>> 8) ^ t[(crc ^ b[at]!) & 0xff]!;
  return ~crc >>> 0;
}
