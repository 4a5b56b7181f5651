import { isOtherRequest, isWriteId, namedWriteId, namelessWriteId } from './write-id';

const NAME = '0123456789abcdef';
const REQUEST = 'fedcba9876543210';

describe('the id of a write', () => {
  it('that a client has named identifies the write and its content', () => {
    const id = namedWriteId(NAME, REQUEST);
    expect(isWriteId(id)).toBe(true);
    expect(namedWriteId(NAME, REQUEST)).toBe(id);
    expect(isOtherRequest(id, id)).toBe(false);
    expect(isOtherRequest(id, namedWriteId(NAME, '1'.repeat(16)))).toBe(true);
    expect(isOtherRequest(id, namedWriteId('1123456789abcdef', REQUEST))).toBe(false);
  });

  it.each(['0', '7', '8', 'f'])(
    'that no client has named equals none of those (from %s)',
    (first) => {
      const digits = first + NAME.slice(1);
      const id = namelessWriteId(digits);
      expect(isWriteId(id)).toBe(true);
      expect(id.slice(1)).toBe(digits.slice(1));
      expect(isOtherRequest(id, namelessWriteId(digits.slice(0, 9) + '0000000'))).toBe(false);
      expect(isOtherRequest(namedWriteId(digits, REQUEST), id)).toBe(false);
    },
  );

  it.each([
    ['', REQUEST],
    [NAME, ''],
    ['x'.repeat(16), REQUEST],
    [NAME, 'G'.repeat(16)],
  ])('is not made of %j and %j', (name, request) => {
    expect(() => namedWriteId(name, request)).toThrow(RangeError);
  });
});
