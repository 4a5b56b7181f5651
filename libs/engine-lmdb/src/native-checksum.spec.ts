import { crc32 } from '@chord-dht/store';
import { randomBytes } from 'node:crypto';
import { nativeChecksum } from './native-checksum';

describe('the checksum of this host', () => {
  it.each([0, 1, 100, 511, 512, 513, 70_000])('of %i bytes is the portable one', (size) => {
    const bytes = new Uint8Array(randomBytes(size + 20));
    for (const start of [0, 7, 20])
      expect(nativeChecksum(bytes, start, start + size)).toBe(crc32(bytes, start, start + size));
  });
});
