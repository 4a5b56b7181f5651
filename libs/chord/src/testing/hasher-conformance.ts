// The conformance suite of hashes. A new one is done when it passes this suite.
import type { Hasher } from '../ports/hasher';

const DIGEST_BYTES_MIN = 20;
const SAMPLES = 4_096;
const BUCKETS = 16;
/** A bucket of a fair hash has 256 of them; seven standard deviations from that is no accident. */
const OFF_MAX = 7 * Math.sqrt((SAMPLES / BUCKETS) * (1 - 1 / BUCKETS));

export function describeHasher(name: string, make: () => Hasher): void {
  describe(`hash: ${name}`, () => {
    const hex = (text: string, hasher = make()): string =>
      Array.from(hasher.digest(text), (byte) => byte.toString(16).padStart(2, '0')).join('');

    it('has a name that members can compare', () => {
      expect(make().name).toMatch(/^[\x21-\x7e]{1,32}$/);
      expect(make().name).toBe(make().name);
    });

    it.each(['', 'a', 'localhost:5000#3', 'Grüße 🌍', 'x'.repeat(100_000)])(
      'gives one digest of 20 bytes or more for %j, whoever asks and however often',
      (text) => {
        const hasher = make();
        const digest = hasher.digest(text);
        expect(digest).toBeInstanceOf(Uint8Array);
        expect(digest.length).toBeGreaterThanOrEqual(DIGEST_BYTES_MIN);
        expect(hex(text, hasher)).toBe(hex(text, hasher));
        expect(hex(text)).toBe(hex(text, hasher));
      },
    );

    it('tells texts apart that differ in little', () => {
      const texts = ['key', 'Key', 'key ', ' key', 'kez', 'e\u0301', 'é', '', '\u0000', '#1'];
      expect(new Set(texts.map((text) => hex(text))).size).toBe(texts.length);
    });

    it('gives the digits of its digest, if it gives digits at all', () => {
      const hasher = make();
      for (const text of ['', 'a', 'localhost:5000#3', 'Grüße 🌍'])
        expect(hasher.digits?.(text) ?? hex(text)).toBe(hex(text));
    });

    it('does not change a digest that it has given', () => {
      const hasher = make();
      const digest = hasher.digest('first');
      const before = [...digest];
      hasher.digest('second');
      expect([...digest]).toEqual(before);
    });

    it('spreads keys evenly over the ring', () => {
      const hasher = make();
      const counts = new Array<number>(BUCKETS).fill(0);
      for (let index = 0; index < SAMPLES; index += 1) {
        const bucket = (hasher.digest(`key-${index}`)[0] ?? 0) >> 4;
        counts[bucket] = (counts[bucket] ?? 0) + 1;
      }
      for (const count of counts) expect(Math.abs(count - SAMPLES / BUCKETS)).toBeLessThan(OFF_MAX);
    });
  });
}
