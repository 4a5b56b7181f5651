import type { ChordNode, CodedError, NodeRef } from '@chord-dht/chord';
import { ByteKind } from './messages/byte-message';
import { WRITE, type WriteBytes } from './messages/operation-bytes';
import { WRITES_MAX } from './record/stored-record';
import { StoreRing } from './testing';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const PUT: WriteBytes = {
  kind: ByteKind.put,
  key: 'key',
  value: bytes(''),
  contentType: '',
  extras: null,
  wantsArc: false,
  repeated: false,
  writeId: '',
  issuedMs: 0,
};
const REMOVE: WriteBytes = { ...PUT, kind: ByteKind.remove };

/** The answer of a member to the bytes of a write. */
function answerTo(
  { peers }: ChordNode,
  owner: NodeRef,
  write: WriteBytes,
): Promise<{ readonly changed: boolean }> {
  return new Promise((resolve, reject) => {
    peers.callBytes(owner, WRITE.writeRequest(write), { timeoutMs: 1_000 }, (error, reply) =>
      error ? reject(error) : resolve(WRITE.readReply(reply)),
    );
  });
}

const identityOf = (id: string, issuedMs: number) => ({
  writeId: id.padStart(16, '0'),
  issuedMs,
});

describe('a write that is repeated because its first attempt was not answered', () => {
  async function setUp() {
    const ring = new StoreRing({ seed: 1 });
    await ring.grow(['node-0:1', 'node-1:1', 'node-2:1', 'node-3:1']);
    await ring.untilSettled(60_000);
    const put = (value: string, writeId?: string) =>
      ring.clock.until(ring.store('node-0:1').put('key', bytes(value), { writeId }));
    const { owner } = await put('first', '00000000000000aa');
    const wallMs = () => ring.member(owner.address).chord.clock.wallMs();
    const startMs = wallMs() - 10_000;
    const asker = [...ring.members.values()].find(({ chord }) => chord.self.id !== owner.id)!;
    const repeat = (writeId: string, value: string, issuedMs = startMs) => {
      return send({ ...PUT, value: bytes(value), writeId, issuedMs, repeated: true });
    };
    const send = (write: WriteBytes) => ring.clock.until(answerTo(asker.chord, owner, write));
    const read = async () => {
      const found = await ring.clock.until(ring.store('node-1:1').get('key'));
      return found.found ? new TextDecoder().decode(found.value) : null;
    };
    return { put, send, repeat, read, wallMs, clock: ring.clock };
  }

  it('is recognised, and does not undo later writes', async () => {
    const { put, repeat, read } = await setUp();
    await put('second');
    await repeat('00000000000000aa', 'first');
    expect(await read()).toBe('second');
  });

  it('is not applied again when so many writes followed that it is forgotten: its outcome stays unknown', async () => {
    const { put, repeat, read } = await setUp();
    for (let index = 0; index < WRITES_MAX; index += 1) await put(`later ${index}`);
    const repeated = repeat('00000000000000aa', 'first');
    await expect(repeated).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      detail: { outcome: 'unknown' },
    });
    expect(await read()).toBe(`later ${WRITES_MAX - 1}`);
  });

  it.each([
    ['a removal', REMOVE],
    ['a put', { ...PUT, extras: { condition: { ifMatch: '*' } } }],
  ])(
    'has no effect afterwards when an attempt was answered with not-applied (%s)',
    async (_name, write) => {
      const { send, put, read, wallMs } = await setUp();
      await send({ ...REMOVE, ...identityOf('cc', wallMs()) });
      const request = { ...write, ...identityOf('dd', wallMs()) };
      const answer = () => send(request).catch((error: CodedError) => error.code);
      const first = await answer();
      await put('kept');
      expect(await answer()).toEqual(first);
      expect(await read()).toBe('kept');
    },
  );

  it('is a write of its own when a client tries again with the same id', async () => {
    const { send, put, read, wallMs, clock } = await setUp();
    await send({ ...REMOVE, ...identityOf('cc', wallMs()) });
    const remove = () => send({ ...REMOVE, ...identityOf('dd', wallMs()) });
    expect(await remove()).toMatchObject({ changed: false });
    await put('second');
    await clock.advance(10);
    expect(await remove()).toMatchObject({ changed: true });
    expect(await read()).toBeNull();
  });

  it('is done when it cannot have been applied before', async () => {
    const { put, repeat, read, wallMs, clock } = await setUp();
    for (let index = 0; index < WRITES_MAX; index += 1) await put(`before ${index}`);
    await clock.advance(1_000);
    await repeat('00000000000000bb', 'late', wallMs() - 500);
    expect(await read()).toBe('late');
  });
});
