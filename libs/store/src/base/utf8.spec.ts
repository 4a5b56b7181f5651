import fc from 'fast-check';
import {
  compareUtf8,
  decodeUtf8,
  encodeUtf8,
  hasControlCharacter,
  isPrintableAscii,
  isWellFormed,
  utf8Length,
} from './utf8';

const encoder = new TextEncoder();
const wellFormed = fc.string({ unit: 'grapheme' });
/** Any code units, half pairs included. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7f0, max: 0xe010 })))
  .map((units) => String.fromCharCode(...units));

/** The platform's decoding; `undefined` for bytes that are no UTF-8. */
function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

describe('UTF-8', () => {
  it('equals the encoding and decoding of the platform', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        const bytes = encodeUtf8(text);
        expect(bytes).toEqual(Uint8Array.from(encoder.encode(text)));
        expect(utf8Length(text)).toBe(bytes.length);
        expect(decodeUtf8(bytes)).toBe(text);
      }),
    );
  });

  it('takes for printable what has a byte a character and no control character', () => {
    const nearAscii = fc.string({
      unit: fc.integer({ min: 0, max: 0x90 }).map((unit) => String.fromCharCode(unit)),
    });
    fc.assert(
      fc.property(fc.oneof(nearAscii, anyText), (text) => {
        const isPlain = utf8Length(text) === text.length && !hasControlCharacter(text);
        expect(isPrintableAscii(text)).toBe(isPlain);
      }),
      { examples: [[' ~'], ['\u001f'], ['\u007f'], ['\u0080']] },
    );
  });

  it('tells well-formed text as the platform does', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // The platform writes U+FFFD in place of half a pair, so only whole text comes back.
        expect(isWellFormed(text)).toBe(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoder.encode(text)) === text,
        );
      }),
    );
  });

  it('reads any bytes as the platform does, and refuses what it refuses', () => {
    const nearText = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom(0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4),
      ),
    );
    fc.assert(
      fc.property(nearText, (numbers) => {
        const bytes = Uint8Array.from(numbers);
        expect(decodeUtf8(bytes)).toBe(decodeStrictly(bytes));
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads texts longer than one call can take', () => {
    const text = '\u{1f600}ü'.repeat(50_000);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });

  it('orders text by its bytes', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(
          Buffer.compare(encoder.encode(a), encoder.encode(b)),
        );
      }),
    );
    const [lower, higher] = ['\uffff', '\u{10000}'] as const;
    expect(compareUtf8(lower, higher)).toBeLessThan(0);
    expect(lower < higher).toBe(false);
  });

  it.each([
    ['\u0000', true],
    ['a\u001fb', true],
    ['\u007f', true],
    ['\u0085', true],
    ['a b', false],
    ['ü\u{1f600}', false],
  ])('sees a control character in %j: %s', (text, expected) =>
    expect(hasControlCharacter(text)).toBe(expected),
  );
});
