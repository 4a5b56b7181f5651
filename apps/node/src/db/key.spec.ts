import { readKey } from './key';

describe('a key', () => {
  it.each(['a', 'a/b c?ü', '__proto__', '..', '世界 🌍', 'k'.repeat(1024), '%41'])(
    'may be %s',
    (key) => {
      expect(readKey(key)).toBe(key);
    },
  );

  it.each([
    ['', 'KEY_INVALID'],
    ['a\u0000b', 'KEY_INVALID'],
    ['a\nb', 'KEY_INVALID'],
    ['\u0085', 'KEY_INVALID'],
    ['k'.repeat(1025), 'KEY_TOO_LARGE'],
    ['ü'.repeat(513), 'KEY_TOO_LARGE'],
  ])('may not be %j', (key, code) => {
    expect(() => readKey(key)).toThrow(expect.objectContaining({ code }));
  });
});
