// A clock that is hours ahead for a while expires values too early: their emptied records are restored.
import { NodeClock } from '@chord-dht/chord/testing';
import { StoreRing, type TestMember } from './testing';

const HOUR_MS = 3_600_000;
const VALUE = new Uint8Array([7]);

/** A ring of three with one value that expires after an hour, its primary first. */
async function ringOf(): Promise<{ ring: StoreRing; members: TestMember[]; keyId: string }> {
  const ring = new StoreRing({ seed: 1, clockOf: (_address, world) => new NodeClock(world) });
  await ring.grow(['node-0:1', 'node-1:1', 'node-2:1']);
  await ring.untilSettled(60_000);
  await ring.clock.until(ring.store('node-0:1').put('key', VALUE, { ttlSeconds: 3_600 }));
  const keyId = ring.member('node-0:1').chord.keyId('key');
  const isOthers = ({ chord }: TestMember): number => (chord.owns(keyId) ? 0 : 1);
  const members = [...ring.members.values()].sort((a, b) => isOthers(a) - isOthers(b));
  return { ring, members, keyId };
}

/** Sets their clocks two hours ahead for ten seconds. */
async function aheadForAWhile(ring: StoreRing, members: readonly TestMember[]): Promise<void> {
  const turn = (offsetMs: number): void =>
    members.forEach(({ chord }) => ((chord.clock as NodeClock).wallOffsetMs = offsetMs));
  turn(2 * HOUR_MS);
  await ring.clock.advance(10_000);
  turn(0);
}

describe('a value that a clock ahead of its time has expired', () => {
  it.each([
    ['the primary', [0]],
    ['another home replica', [1]],
    ['two of three', [1, 2]],
  ])('is restored when the clock is right again: %s', async (_where, ahead) => {
    const { ring, members, keyId } = await ringOf();
    const concerned = ahead.map((at) => members[at] as TestMember);
    await aheadForAWhile(ring, concerned);
    for (const { records } of concerned)
      expect(records.get(keyId, 'key')).toMatchObject({ deleted: true });
    await ring.clock.advance(5_000);
    for (const { records, store } of members) {
      expect(records.get(keyId, 'key')).toMatchObject({ deleted: false, value: VALUE });
      expect(records.figures().keys).toBe(1);
      expect(await ring.clock.until(store.get('key'))).toMatchObject({ found: true, value: VALUE });
    }
    expect(ring.events.filter(({ event }) => event.type === 'record-mended')).toEqual([]);
    await ring.clock.advance(HOUR_MS);
    for (const { records } of members) expect(records.figures().keys).toBe(0);
    expect(await ring.clock.until(members[0]!.store.get('key'))).toMatchObject({ found: false });
    expect(ring.faults).toEqual([]);
  });

  it('stays expired when all have emptied it, and can be written again', async () => {
    const { ring, members } = await ringOf();
    await aheadForAWhile(ring, members);
    await ring.clock.advance(5_000);
    const { store } = members[0] as TestMember;
    expect(await ring.clock.until(store.get('key'))).toMatchObject({ found: false });
    await ring.clock.until(store.put('key', new Uint8Array([8])));
    await ring.clock.advance(5_000);
    for (const member of members)
      expect(await ring.clock.until(member.store.get('key'))).toMatchObject({
        value: new Uint8Array([8]),
      });
  });

  it('is not restored after a removal', async () => {
    const { ring, members, keyId } = await ringOf();
    const [primary, late] = members as [TestMember, TestMember];
    await aheadForAWhile(ring, [late]);
    await ring.clock.until(primary.store.remove('key'));
    await ring.clock.advance(10_000);
    for (const { records } of members)
      expect(records.get(keyId, 'key')).toMatchObject({ deleted: true, expiresAtMs: null });
  });
});
