import { readAddress, readAddressLines } from './addresses';

const read = (text: string) => readAddressLines(Buffer.from(text));

describe('the lines of a join', () => {
  it('may have blanks around, blank lines between, and any line end', () => {
    expect(read('\r\n  localhost:5001  \r\n\r\nLOCALHOST:5002\n[::1]:5003')).toEqual([
      'localhost:5001',
      'localhost:5002',
      '[::1]:5003',
    ]);
  });

  it('name each peer once', () => {
    expect(read('a:1\na:1')).toEqual(['a:1']);
  });

  it.each(['', '\n \r\n', 'a:1\n'.repeat(65)])('are at least one and not too many', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'BAD_BODY' }));
  });

  it('are refused together, and the bad ones named', () => {
    expect(() => read('a:1\nhttp://b:2\nc')).toThrow(
      expect.objectContaining({
        code: 'BAD_ADDRESS',
        message: expect.stringContaining('"http://b:2", "c"'),
        detail: {
          peers: [
            expect.objectContaining({ address: 'http://b:2' }),
            expect.objectContaining({ address: 'c' }),
          ],
        },
      }),
    );
  });
});

describe('a single address', () => {
  it.each([undefined, '', 'a', 'a:0', ['a:1', 'b:2']])('is not %j', (text) => {
    expect(() => readAddress(text, 'addr')).toThrow(
      expect.objectContaining({ code: 'BAD_ADDRESS' }),
    );
  });
});
