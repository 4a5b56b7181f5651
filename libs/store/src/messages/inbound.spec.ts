// Any received bytes are answered by a refusal with a code, and change nothing.
import { joined, PROTOCOL_VERSION, type Envelope } from '@chord-dht/chord';
import fc from 'fast-check';
import { StoreRing } from '../testing';
import { ByteKind } from './byte-message';
import { GET, WRITE } from './operation-bytes';
import { APPEND, CONFIRM } from './replica-bytes';

/** Names of fields of messages, with values that are valid in some of them, so that garbage gets far. */
const fields = {
  key: fc.oneof(fc.constant('k'), fc.constant('\ud800'), fc.anything()),
  value: fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.anything()),
  record: fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.anything()),
  records: fc.oneof(fc.array(fc.uint8Array({ maxLength: 64 })), fc.anything()),
  names: fc.oneof(fc.array(fc.record({ key: fc.string(), version: fc.string() })), fc.anything()),
  contentType: fc.oneof(fc.constant('text/plain'), fc.anything()),
  condition: fc.oneof(fc.constant({ ifMatch: 'x' }), fc.anything()),
  writeId: fc.oneof(fc.constant('0123456789abcdef'), fc.anything()),
  lowId: fc.oneof(fc.constant('00000000'), fc.anything()),
  limit: fc.anything(),
  prefix: fc.oneof(fc.string(), fc.anything()),
  after: fc.oneof(
    fc.constant(null),
    fc.record({ keyId: fc.string(), key: fc.string() }),
    fc.anything(),
  ),
  fromId: fc.oneof(fc.constant('00000000'), fc.anything()),
  arc: fc.oneof(fc.constant({ fromId: '00000000', toId: '0000ffff' }), fc.anything()),
  basis: fc.oneof(fc.constant({ epoch: 1, lineage: '0123456789abcdef' }), fc.anything()),
  ballot: fc.anything(),
  proposal: fc.anything(),
  view: fc.anything(),
  epoch: fc.anything(),
};
/** A valid message of bytes with some bytes changed, cut off or not. */
const garbledBytes = fc
  .tuple(
    fc.constantFrom(
      GET.writeRequest({ key: 'k', wantsArc: true, stand: { incarnation: 'x', revision: 1 } }),
      WRITE.writeRequest({
        ...{ kind: ByteKind.put, key: 'j', value: Uint8Array.of(7), contentType: 'text/plain' },
        ...{ writeId: '0123456789abcdef', issuedMs: 1, wantsArc: true, repeated: false },
        extras: { condition: { ifMatch: 'x' } },
      }),
      APPEND.writeRequest([
        { view: { epoch: 1, lineage: '0123456789abcdef' }, records: [Uint8Array.of(1, 2, 3)] },
      ]),
      CONFIRM.writeRequest([
        { view: { epoch: 1, lineage: '0123456789abcdef' }, fromId: '00000000', toId: '0000ffff' },
      ]),
    ),
    fc.array(fc.tuple(fc.nat({ max: 120 }), fc.nat({ max: 255 })), { maxLength: 4 }),
    fc.nat({ max: 200 }),
  )
  .map(([bytes, changes, length]) => {
    const garbled = Uint8Array.from(joined(bytes));
    for (const [at, value] of changes) if (at < garbled.length) garbled[at] = value;
    return garbled.subarray(0, length);
  });
const body = fc.oneof(fc.anything(), fc.record(fields, { requiredKeys: [] }));

describe('a member that gets garbage', () => {
  let ring: StoreRing;
  let types: string[];

  beforeAll(async () => {
    ring = new StoreRing({ seed: 5 });
    await ring.grow(['node-0:1', 'node-1:1', 'node-2:1']);
    await ring.untilSettled(60_000);
    const handlers = ring.member('node-0:1').chord.dispatcher['handlers'] as ReadonlyMap<
      string,
      unknown
    >;
    types = [...handlers.keys()].filter((type) => !type.startsWith('chord.'));
    await ring.clock.until(ring.store('node-1:1').put('k', Uint8Array.of(1, 2, 3)));
  });

  it('answers every message of the store with a code, and serves on', async () => {
    const receiver = ring.member('node-0:1').chord;
    const from = ring.member('node-1:1').chord.self;
    expect(types).toEqual(
      expect.arrayContaining([
        'store.names',
        'store.changes',
        'view.prepare',
        'replica.read',
        'replica.store',
      ]),
    );
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), body, async (type, garbage) => {
        const envelope: Envelope = {
          version: PROTOCOL_VERSION,
          ring: { bits: receiver.space.bits, hash: receiver.hasher.name },
          from,
          to: receiver.self.id,
          type,
          body: garbage,
          deadlineMs: 100,
        };
        const reply = await ring.clock.until(receiver.dispatcher.dispatch(envelope));
        if (!reply.ok) codes.add(reply.code);
      }),
      { numRuns: 3_000 },
    );
    await fc.assert(
      fc.asyncProperty(garbledBytes, async (garbage) => {
        const envelope: Envelope = {
          version: PROTOCOL_VERSION,
          ring: { bits: receiver.space.bits, hash: receiver.hasher.name },
          from,
          to: receiver.self.id,
          type: 'bytes',
          body: garbage,
          deadlineMs: 100,
        };
        const reply = await ring.clock.until(receiver.dispatcher.dispatch(envelope));
        if (!reply.ok) codes.add(reply.code);
      }),
      { numRuns: 3_000 },
    );
    expect(ring.faults).toEqual([]);
    expect(codes).not.toContain('INTERNAL');
    expect(codes).toContain('MALFORMED');
    await ring.untilSettled(60_000);
    for (const name of ring.members.keys()) {
      const got = await ring.clock.until(ring.store(name).get('k'));
      expect(got.found && [...got.value]).toEqual([1, 2, 3]);
    }
  });
});
