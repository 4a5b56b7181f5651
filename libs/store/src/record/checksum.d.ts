/**
 * CRC-32 with the polynomial of zlib and Ethernet (IEEE 802.3; RFC 1952, section 8) of `bytes` from
 * `start` to before `end`: 0 ≤ result < 2^32.
 */
export type Checksum = (bytes: Uint8Array, start: number, end: number) => number;
