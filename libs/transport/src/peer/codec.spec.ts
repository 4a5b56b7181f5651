import * as fc from 'fast-check';
import { pack, Packr } from 'msgpackr';
import type { CodedError, Envelope } from '@chord-dht/chord';
import { decode, encode, packEnvelope, unpackEnvelope, unpackRefusal } from './codec';

const LIMIT = 4 * 1024 * 1024;
const roundTrip = (value: unknown): unknown => decode(encode(value, LIMIT));

function codeOfThrown(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return (error as CodedError).code;
  }
}

/** All data of messages: JSON and binary data. */
const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }).map((x) => (Object.is(x, -0) ? 0 : x)),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array().map((bytes) => Uint8Array.from(bytes)),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      tie('value'),
      { noNullPrototype: true },
    ),
  ),
})).value;

describe('codec', () => {
  it('carries all plain data unchanged', () => {
    fc.assert(
      fc.property(data, (value) => expect(roundTrip(value)).toEqual(value)),
      { numRuns: 500 },
    );
  });

  it('carries undefined, large maps and lists', () => {
    expect(roundTrip({ a: undefined, b: 1 })).toEqual({ b: 1 });
    const many = Object.fromEntries(Array.from({ length: 70_000 }, (_unused, n) => [`k${n}`, n]));
    expect(roundTrip(many)).toEqual(many);
    expect(roundTrip(Object.keys(many))).toEqual(Object.keys(many));
  });

  it('gives binary data as a Uint8Array that is no view of what was received', () => {
    const bytes = encode({ value: Uint8Array.of(1, 2, 3) }, LIMIT);
    const { value } = decode(bytes) as { value: Uint8Array };
    expect(Object.getPrototypeOf(value)).toBe(Uint8Array.prototype);
    expect(value.buffer.byteLength).toBe(3);
    bytes.fill(0);
    expect([...value]).toEqual([1, 2, 3]);
  });

  it('encodes the whole value behind the reserved bytes', () => {
    const bytes = encode(['a'], LIMIT, 9);
    expect(decode(bytes, 9)).toEqual(['a']);
    expect(bytes.length).toBe(9 + encode(['a'], LIMIT).length);
  });

  it('does not carry more than the limit', () => {
    expect(encode('x'.repeat(98), 100)).toHaveLength(100);
    expect(codeOfThrown(() => encode('x'.repeat(99), 100))).toBe('MALFORMED');
    expect(codeOfThrown(() => encode('x'.repeat(99), 100, 9))).toBe('MALFORMED');
  });

  it('does not carry what is no data', () => {
    expect(codeOfThrown(() => encode({ symbol: Symbol('x') }, LIMIT))).toBe('MALFORMED');
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(codeOfThrown(() => encode(loop, LIMIT))).toBe('MALFORMED');
  });

  it('keeps __proto__ from changing what an object is', () => {
    const bytes = Buffer.concat([
      Buffer.from([0x81, 0xa9]),
      Buffer.from('__proto__'),
      Buffer.from([0x81, 0xa5]),
      Buffer.from('admin'),
      Buffer.from([0xc3]),
    ]);
    const value = decode(bytes) as { admin?: boolean };
    expect(value.admin).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['a date', pack(new Date(0))],
    ['a Map', pack(new Map([[1, 2]]))],
    ['a Set', new Packr({ moreTypes: true }).pack(new Set([1]))],
    ['an error', new Packr({ moreTypes: true }).pack(new Error('x'))],
    ['a regular expression', new Packr({ moreTypes: true }).pack(/x/)],
    ['a record definition', new Packr({ useRecords: true }).pack({ a: 1 })],
    ['the byte that is never used', Buffer.from([0xc1])],
    ['an unknown extension', Buffer.from([0xd4, 0x33, 0])],
    ['a map with a number for a key', Buffer.from([0x81, 0x01, 0x01])],
    ['a map with a list for a key', Buffer.from([0x81, 0x90, 0x01])],
    ['nothing', Buffer.alloc(0)],
    ['a list that lacks an item', Buffer.from([0x92, 1])],
    ['a list of four thousand million items', Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff])],
    ['a text that ends early', Buffer.from([0xa5, 0x61])],
    ['a length that ends early', Buffer.from([0xda, 0x00])],
    ['a number that ends early', Buffer.from([0xcb, 0, 0])],
    ['more than one value', Buffer.from([0x01, 0x02])],
    ['lists nested a thousand deep', Buffer.concat([Buffer.alloc(1_000, 0x91), Buffer.of(0)])],
  ])('refuses %s', (_what, bytes) => {
    expect(codeOfThrown(() => decode(Buffer.from(bytes)))).toBe('MALFORMED');
  });

  it('answers any bytes with data or MALFORMED, never with anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(['none', 'MALFORMED']).toContain(codeOfThrown(() => decode(Buffer.from(bytes))));
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(data, fc.nat(), fc.integer({ min: 0, max: 255 }), (value, place, byte) => {
        const bytes = encode(value, LIMIT);
        bytes[place % bytes.length] = byte;
        expect(['none', 'MALFORMED']).toContain(codeOfThrown(() => decode(bytes)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('envelopes', () => {
  const envelope: Envelope = {
    version: 1,
    ring: { bits: 160, hash: 'sha-1' },
    from: { id: 'aa', address: '127.0.0.1:5000' },
    to: 'bb',
    type: 'chord.ping',
    body: { x: 1 },
    deadlineMs: 250.5,
  };
  const introduction = { version: 1, ring: envelope.ring, from: envelope.from };

  it.each([
    ['as it is', envelope],
    ['with a trace', { ...envelope, trace: 't' }],
    ['without a receiver', { ...envelope, to: null }],
    ['to another', { ...envelope, to: 'cc' }],
    ['of another ring', { ...envelope, ring: { bits: 8, hash: 'sha-1' } }],
    ['of another sender', { ...envelope, from: { id: 'dd', address: 'x:1' }, trace: 't' }],
  ])('are the same at the other end: %s', (_what, sent) => {
    const through = (known?: typeof introduction, receiver?: string): Envelope =>
      unpackEnvelope(roundTrip(packEnvelope(sent, known, receiver)), known, receiver);
    expect(through()).toEqual(sent);
    expect(through(introduction, 'bb')).toEqual(sent);
  });

  it('are short when the connection has the rest', () => {
    expect(packEnvelope(envelope, introduction, 'bb')).toEqual([
      'chord.ping',
      true,
      250.5,
      { x: 1 },
    ]);
  });

  it.each([
    [null],
    [{}],
    [[]],
    [['type', null, 1]],
    [['type', null, 1, 2]],
    [['type', null, 'soon', 2, null, 1, 160, 'sha-1', 'aa', 'x:1']],
    [['type', null, Number.NaN, 2, null, 1, 160, 'sha-1', 'aa', 'x:1']],
    [['type', 7, 1, 2, null, 1, 160, 'sha-1', 'aa', 'x:1']],
    [['type', true, 1, 2, null, 1, 160, 'sha-1', 'aa', 'x:1']],
    [[7, null, 1, 2, null, 1, 160, 'sha-1', 'aa', 'x:1']],
    [['x'.repeat(101), null, 1, 2, null, 1, 160, 'sha-1', 'aa', 'x:1']],
    [['type', null, 1, 2, 7, 1, 160, 'sha-1', 'aa', 'x:1']],
    [['type', null, 1, 2, null, 1, 160, 'sha-1', 'aa']],
    [['type', null, 1, 2, null, 1, 160, 'sha-1', 7, 'x:1']],
    [['type', null, 1, 2, null, '1', 160, 'sha-1', 'aa', 'x:1']],
  ])('are refused when they are none: %j', (packed) => {
    expect(codeOfThrown(() => unpackEnvelope(packed))).toBe('MALFORMED');
  });

  it.each([[null], [[]], [['CODE']], [[7, 'message']], [['CODE', 7]]])(
    'refusals are refused when they are none: %j',
    (packed) => {
      expect(codeOfThrown(() => unpackRefusal(packed))).toBe('MALFORMED');
    },
  );
});
