import { WRITES_MAX } from './record/stored-record';
import { StoreRing } from './testing';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

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
      const request = {
        ...{ key: 'key', value: bytes(value), contentType: '', ttlSeconds: null, condition: null },
        ...{ writeId, issuedMs, repeated: true },
      };
      return ring.clock.until(asker.chord.peers.call(owner, 'store.put', request));
    };
    const read = async () => {
      const found = await ring.clock.until(ring.store('node-1:1').get('key'));
      return found.found ? new TextDecoder().decode(found.value) : null;
    };
    return { put, repeat, read, wallMs, clock: ring.clock };
  }

  it('is recognised, and does not undo what came after it', async () => {
    const { put, repeat, read } = await setUp();
    await put('second');
    await repeat('00000000000000aa', 'first');
    expect(await read()).toBe('second');
  });

  it('is not done again when so many came after it that it is forgotten: it stays unknown', async () => {
    const { put, repeat, read } = await setUp();
    for (let index = 0; index < WRITES_MAX; index += 1) await put(`later ${index}`);
    const repeated = repeat('00000000000000aa', 'first');
    await expect(repeated).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      detail: { outcome: 'unknown' },
    });
    expect(await read()).toBe(`later ${WRITES_MAX - 1}`);
  });

  it('is done when it cannot have been applied before', async () => {
    const { put, repeat, read, wallMs, clock } = await setUp();
    for (let index = 0; index < WRITES_MAX; index += 1) await put(`before ${index}`);
    await clock.advance(1_000);
    await repeat('00000000000000bb', 'late', wallMs() - 500);
    expect(await read()).toBe('late');
  });
});
