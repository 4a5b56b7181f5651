import { joined } from '@chord-dht/chord';
import fc from 'fast-check';
import { ByteKind, type ByteMessage } from './byte-message';
import { GET, WRITE, type WriteBytes } from './operation-bytes';
import { APPEND, CONFIRM, VOTES } from './replica-bytes';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const id = fc.stringMatching(/^[0-9a-f]{8}$/);
const bytes = fc.oneof(
  { weight: 9, arbitrary: fc.uint8Array({ maxLength: 64 }) },
  // Large enough to be sent in pieces.
  { weight: 1, arbitrary: fc.integer({ min: 8_190, max: 9_000 }).map((n) => new Uint8Array(n)) },
);
const view = fc.record({
  epoch: fc.integer({ min: 1, max: 2 ** 40 }),
  lineage: fc.stringMatching(/^[0-9a-f]{16}$/),
});
const vote = fc.constantFrom(...VOTES);
const extras = fc.option(
  fc.record({ condition: fc.record({ ifMatch: text }), ttlSeconds: fc.nat() }),
);
const write = fc.record<WriteBytes>({
  kind: fc.constantFrom(ByteKind.put, ByteKind.remove),
  wantsArc: fc.boolean(),
  repeated: fc.boolean(),
  writeId: fc.stringMatching(/^[0-9a-f]{16}$/),
  issuedMs: fc.double({ noNaN: true }),
  key: text,
  contentType: text,
  extras,
  value: bytes,
});

function roundTrips<Request, Reply>(
  name: string,
  message: ByteMessage<Request, Reply>,
  request: fc.Arbitrary<Request>,
  reply: fc.Arbitrary<Reply>,
): void {
  it(`${name} is read as it was written, also from the middle of a larger buffer`, () => {
    const moved = (written: Uint8Array): Uint8Array => {
      const larger = new Uint8Array(written.length + 24).fill(0xee);
      larger.set(written, 8);
      return new Uint8Array(larger.buffer, 8, written.length);
    };
    fc.assert(
      fc.property(request, (sent) => {
        expect(message.readRequest(moved(joined(message.writeRequest(sent))))).toEqual(sent);
      }),
    );
    fc.assert(
      fc.property(reply, (sent) => {
        expect(message.readReply(moved(joined(message.writeReply(sent))))).toEqual(sent);
      }),
    );
  });

  it(`${name} that is cut off is MALFORMED or shorter, and never read beyond its end`, () => {
    fc.assert(
      fc.property(request, fc.nat(), (sent, length) => {
        const written = joined(message.writeRequest(sent));
        const cut = written.subarray(0, length % written.length);
        try {
          message.readRequest(cut);
        } catch (error) {
          expect(error).toMatchObject({ code: 'MALFORMED' });
        }
      }),
    );
  });
}

describe('messages of bytes', () => {
  roundTrips(
    'a reading',
    GET,
    fc.record({
      key: text,
      wantsArc: fc.boolean(),
      stand: fc.option(fc.record({ incarnation: text, revision: fc.nat() })),
    }),
    fc.record({ record: fc.option(bytes), ownedFrom: fc.option(id) }),
  );
  it('is the same question for members of earlier versions, which do not read behind the key', () => {
    const question = { key: 'key', wantsArc: true, stand: null };
    const without = joined(GET.writeRequest(question));
    const told = joined(
      GET.writeRequest({ ...question, stand: { incarnation: 'incarnation', revision: 7 } }),
    );
    expect(told.subarray(2, without.length)).toEqual(without.subarray(2));
    expect(told[1]! & 1).toBe(without[1]);
  });
  roundTrips(
    'a write',
    WRITE,
    write,
    fc.record({
      ownedFrom: fc.option(id),
      version: fc.option(fc.stringMatching(/^[0-9a-z-]{1,60}$/)),
      changed: fc.boolean(),
      expiresAtMs: fc.option(fc.option(fc.maxSafeNat()), { nil: undefined }),
      replayed: fc.boolean(),
    }),
  );
  roundTrips(
    'a group of writes',
    APPEND,
    fc.array(fc.record({ view, records: fc.array(bytes, { maxLength: 5 }) }), { maxLength: 4 }),
    fc.array(vote, { maxLength: 20 }),
  );
  roundTrips(
    'a confirmation',
    CONFIRM,
    fc.array(fc.record({ view, fromId: id, toId: id }), { maxLength: 5 }),
    fc.record({ incarnation: text, revision: fc.nat(), votes: fc.array(vote, { maxLength: 5 }) }),
  );
});
