import { AWKWARD_KEYS } from '../testing/record-store-conformance';
import {
  checkContentType,
  checkKey,
  checkNewKey,
  checkTtl,
  checkValue,
  TTL_SECONDS_MAX,
} from './keys';

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

describe('keys', () => {
  it.each(AWKWARD_KEYS)('may be %j', (key) => expect(checkKey(key)).toBe(key));

  it.each(['', undefined, null, 5, {}, ['k'], 'a\u0000b', 'line\n', '\u007f', '\ud800', 'x\udfff'])(
    'may not be %p',
    (key) => expect(() => checkKey(key)).toThrow(code('KEY_INVALID')),
  );

  it.each(['x'.repeat(1_025), 'ü'.repeat(513), '\u{1f600}'.repeat(257), 'x'.repeat(5_000_000)])(
    'are bounded in bytes',
    (key) => expect(() => checkKey(key)).toThrow(code('KEY_TOO_LARGE')),
  );

  it.each(['.', '..'])('may not be %j for a new value, which no URL could name', (key) =>
    expect(() => checkNewKey(key)).toThrow(code('KEY_INVALID')),
  );

  it.each(['...', '.a', 'a/..', '/'])('may be %j for a new value', (key) =>
    expect(checkNewKey(key)).toBe(key),
  );
});

describe('values and their attributes', () => {
  it('are bounded', () => {
    expect(checkValue(new Uint8Array(10), 10)).toHaveLength(10);
    expect(() => checkValue(new Uint8Array(11), 10)).toThrow(code('VALUE_TOO_LARGE'));
  });

  it.each(['text', undefined, [1], new Uint16Array(1), new ArrayBuffer(1)])('are not %p', (value) =>
    expect(() => checkValue(value as unknown as Uint8Array, 10)).toThrow(TypeError),
  );

  it.each(['', 'text/plain', 'a'.repeat(255)])('take the content type %j', (text) =>
    expect(checkContentType(text)).toBe(text),
  );
  it.each(['a'.repeat(256), 'ü'.repeat(200), 'a\nb', '\ud800', 7, null])(
    'refuse the content type %p',
    (text) => expect(() => checkContentType(text)).toThrow(code('MALFORMED')),
  );

  it.each([
    [undefined, null],
    [null, null],
    [1, 1],
    [TTL_SECONDS_MAX, TTL_SECONDS_MAX],
  ])('take the time to live %p', (seconds, expected) => expect(checkTtl(seconds)).toBe(expected));
  it.each([0, -1, 1.5, NaN, Infinity, TTL_SECONDS_MAX + 1, '5', {}])(
    'refuse the time to live %p',
    (seconds) => expect(() => checkTtl(seconds)).toThrow(code('MALFORMED')),
  );
});
