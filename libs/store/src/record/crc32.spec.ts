import fc from 'fast-check';
import { crc32 } from './crc32';

/** Bit by bit, by the definition. */
function slowly(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('CRC-32', () => {
  it.each([
    ['123456789', 0xcbf43926],
    ['', 0],
    ['a', 0xe8b7be43],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('of %j equals that of zlib', (text, expected) => {
    const bytes = new TextEncoder().encode(text);
    expect(crc32(bytes, 0, bytes.length)).toBe(expected);
  });

  it('of any part of any bytes is that of the definition', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), fc.nat(60), (bytes, a, b) => {
        const [start, end] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
        expect(crc32(bytes, start, end)).toBe(slowly(bytes.subarray(start, end)));
      }),
    );
  });
});
