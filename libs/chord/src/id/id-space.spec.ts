import fc from 'fast-check';
import { Sha1Hasher } from '../testing';
import { between, inRange } from './between';
import { IdSpace } from './id-space';

/** A ring together with some of its ids. */
const ringWithIds = (count: number) =>
  fc.integer({ min: 1, max: 160 }).chain((bits) => {
    const space = new IdSpace(bits);
    const id = fc
      .bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })
      .map((value) => space.fromNumber(value));
    return fc.tuple(fc.constant(space), ...Array.from({ length: count }, () => id));
  });

describe('between', () => {
  it('holds for exactly those ids that are closer to a than b is, walking clockwise', () => {
    fc.assert(
      fc.property(ringWithIds(3), ([space, a, x, b]) => {
        const toX = space.distance(a!, x!);
        const toB = space.distance(a!, b!);
        expect(between(a!, x!, b!)).toBe(toX > 0n && (a === b || toX < toB));
      }),
    );
  });

  it('gives every id to exactly one of two neighbouring ranges', () => {
    fc.assert(
      fc.property(ringWithIds(3), ([, a, x, b]) => {
        fc.pre(a !== b);
        expect(inRange(a!, x!, b!)).toBe(!inRange(b!, x!, a!));
      }),
    );
  });

  it('takes the whole ring for a range from a node to itself', () => {
    fc.assert(fc.property(ringWithIds(2), ([, a, x]) => expect(inRange(a!, x!, a!)).toBe(true)));
  });
});

describe('the identifier circle', () => {
  it('adds and measures consistently', () => {
    fc.assert(
      fc.property(ringWithIds(2), ([space, a, b]) => {
        expect(space.add(a!, space.distance(a!, b!))).toBe(b);
      }),
    );
  });

  it('prints ids that it reads back', () => {
    fc.assert(
      fc.property(ringWithIds(1), ([space, a]) => {
        const printed = space.print(a!);
        expect(space.parse(space.bits <= 32 ? printed : `0x${printed}`)).toBe(a);
        expect(space.fromPrinted(printed)).toBe(a);
        expect(space.isId(a!)).toBe(true);
      }),
    );
  });

  it('takes the id of a digest modulo the size of the ring', () => {
    const digest = fc.uint8Array({ minLength: 20, maxLength: 32 });
    fc.assert(
      fc.property(ringWithIds(0), digest, ([space], bytes) => {
        const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
        expect(space.fromDigest(bytes)).toBe(space.fromNumber(value));
      }),
    );
  });

  it('takes the same id from a hash that gives digits as from one that gives bytes', () => {
    const digest = fc.uint8Array({ minLength: 20, maxLength: 32 });
    fc.assert(
      fc.property(ringWithIds(0), digest, ([space], bytes) => {
        const inBytes = { name: 'any', digest: () => bytes };
        const inDigits = { ...inBytes, digits: () => Buffer.from(bytes).toString('hex') };
        expect(space.idOf('text', inDigits)).toBe(space.idOf('text', inBytes));
        expect(space.idOf('text', inBytes)).toBe(space.fromDigest(bytes));
      }),
    );
  });

  it('measures shares of the ring that add up to one', () => {
    fc.assert(
      fc.property(ringWithIds(2), ([space, a, b]) => {
        fc.pre(a !== b);
        expect(space.share(a!, b!) + space.share(b!, a!)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('reads a digest big-endian, as the documented 10-bit ring does', () => {
    const space = new IdSpace(10);
    const hasher = new Sha1Hasher();
    const id = (text: string): string => space.print(space.fromDigest(hasher.digest(text)));
    const ports = [5000, 5001, 5002, 5003, 5007];
    expect(ports.map((port) => id(`localhost.localdomain:${port}`))).toEqual([
      '673',
      '132',
      '520',
      '458',
      '983',
    ]);
    expect(id('idjada')).toBe('891');
  });

  it.each([0, 161, 1.5, Number.NaN])('refuses %p bits', (bits) => {
    expect(() => new IdSpace(bits)).toThrow(RangeError);
  });

  it.each([undefined, 7, '', '1024', '0x7', '7 ', '007'])(
    'takes %p for no printed id of 10 bits',
    (text) => {
      expect(new IdSpace(10).fromPrinted(text)).toBeUndefined();
    },
  );

  it.each(['7', '0x' + '0'.repeat(38), 'F'.repeat(40)])('takes %p for none of 160 bits', (text) => {
    expect(new IdSpace(160).fromPrinted(text)).toBeUndefined();
  });

  it.each(['', '1024', '-1', '0x', '0x400', '1.5', 'abc', ' 1', '１'])(
    'reads no id of a 10-bit ring in %p',
    (text) => {
      expect(new IdSpace(10).parse(text)).toBeUndefined();
    },
  );

  it.each(['400', 'ABC', '0000', '1', null, 12])(
    'sees that %p is not the form of an id',
    (value) => {
      expect(new IdSpace(10).isId(value)).toBe(false);
    },
  );
});
