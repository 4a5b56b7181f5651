import { lifeWords } from './life';
import { addressesIn, neighbour } from './addresses';
import { curl, quote } from './curl';
import { matches } from './search';
import { decode, hexDump, shownText } from './value-text';

describe('command lines', () => {
  it('are safe to paste whatever the parts contain', () => {
    expect(quote('http://localhost:5000/api/v1/keys/a%2Fb')).toBe(
      'http://localhost:5000/api/v1/keys/a%2Fb',
    );
    expect(quote("it's $(rm -rf /) `x`")).toBe("'it'\\''s $(rm -rf /) `x`'");
    expect(quote('')).toBe("''");
    expect(quote('a\nb\u001b[31m\u202e\\')).toBe("$'a\\nb\\x1b[31m\\xe2\\x80\\xae\\\\'");
  });

  it('are equivalent to the form', () => {
    const url = 'http://localhost:5000/api/v1/keys/k';
    expect(curl({ url })).toBe(`curl ${url}`);
    expect(curl({ method: 'PUT', url, contentType: 'text/plain', body: 'this is the data' })).toBe(
      `curl --request PUT ${url} --header 'Content-Type: text/plain' --data-binary 'this is the data'`,
    );
    expect(curl({ method: 'PUT', url, file: 'my photo.jpg' })).toBe(
      `curl --request PUT ${url} --data-binary '@my photo.jpg'`,
    );
  });

  it('do not read a file because a value begins with @', () => {
    expect(curl({ method: 'PUT', url: 'u', body: '@/etc/passwd' })).toBe(
      'curl --request PUT u --data-raw @/etc/passwd',
    );
  });
});

describe('pasted addresses', () => {
  it('may come in lines, with commas, as links and twice', () => {
    expect(
      addressesIn(' localhost:5001\r\nlocalhost:5002, http://localhost:5003/\n\nlocalhost:5001'),
    ).toEqual(['localhost:5001', 'localhost:5002', 'localhost:5003']);
  });

  it('lead to the next port', () => {
    expect(neighbour('[::1]:5000')).toEqual({ address: '[::1]:5001', port: 5001 });
  });
});

describe('search', () => {
  const members = [
    { node: { address: 'localhost:5000', id: '2a1', printedId: '673' } },
    { node: { address: 'localhost:5001', id: '084', printedId: '132' } },
  ];

  it('finds by address, by the beginning of the id, decimal or hexadecimal, exact ones first', () => {
    expect(matches('5001', members)).toEqual(['localhost:5001']);
    expect(matches('67', members)).toEqual(['localhost:5000']);
    expect(matches('0x2A', members)).toEqual(['localhost:5000']);
    expect(matches('localhost', members)).toHaveLength(2);
    expect(matches('132', members)).toEqual(['localhost:5001']);
  });

  it('finds nothing for an empty text', () => {
    expect(matches('  ', members)).toEqual([]);
    expect(matches('keyval', members)).toEqual([]);
  });
});

describe('the bytes of a value', () => {
  it('are text when they are UTF-8', () => {
    expect(decode(new TextEncoder().encode('schlüssel'))).toBe('schlüssel');
    expect(decode(new Uint8Array([0xff, 0xfe]))).toBeNull();
  });

  it('show line ends as such and hidden characters escaped', () => {
    expect(shownText('a\n\tb\u202e')).toBe('a\n\tb\\u{202e}');
  });

  it('are shown in rows of eight', () => {
    const dump = hexDump(new TextEncoder().encode('this is the data!\u0000'));
    expect(dump.split('\n')).toEqual([
      '000000  74 68 69 73 20 69 73 20  this is ',
      '000008  74 68 65 20 64 61 74 61  the data',
      `000010  21 00${' '.repeat(18)}  !·`,
    ]);
    expect(hexDump(new Uint8Array(40), 16)).toContain('… 24 more bytes');
  });
});

describe('the life of a value', () => {
  it('is shown as the remaining time', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(lifeWords('2026-01-01T00:00:38Z', now)).toBe('expires in 38 s');
    expect(lifeWords('2025-12-31T23:59:59Z', now)).toBe('has expired');
    expect(lifeWords(null, now)).toBe('');
  });
});
