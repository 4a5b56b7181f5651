// Nodes without records that join each other at the same time: one of them keeps its first view.
import type { Address } from '@chord-dht/chord';
import { StoreRing } from './testing';
import { playStart } from './testing/started-together';

const [FIRST, SECOND] = ['node-0:1', 'node-1:1'] as const;
const SLOW_MS = 400;

/** The second joins the first, which has not noticed yet and joins the second. */
async function joinedEachOther(seed: number): Promise<StoreRing> {
  let isSlow = false;
  const latencyMs = (from: Address): number => (isSlow && from === SECOND ? SLOW_MS : 1);
  const ring = new StoreRing({ seed, latencyMs });
  const [first, second] = [ring.add(FIRST), ring.add(SECOND)];
  await ring.clock.advance(100);
  second.events.on((event) => {
    if (event.type === 'membership-changed' && event.to === 'member') isSlow = true;
  });
  const joined = second.joinVia([FIRST]);
  await ring.until(() => second.membership === 'member', 1_000);
  const back = first.joinVia([SECOND]).catch(() => undefined);
  await ring.clock.until(Promise.all([joined, back]), 60_000);
  isSlow = false;
  return ring;
}

describe('two nodes that join each other', () => {
  it.each([1, 2, 3])('serve the arcs between them (seed %i)', async (seed) => {
    const ring = await joinedEachOther(seed);
    await ring.untilSettled(60_000);
    for (const name of [FIRST, SECOND]) {
      await ring.clock.until(ring.store(name).put(`key of ${name}`, new Uint8Array([seed])));
      const read = await ring.clock.until(ring.store(SECOND).get(`key of ${name}`));
      expect(read).toMatchObject({ found: true, value: new Uint8Array([seed]) });
    }
    expect(ring.faults).toEqual([]);
  });
});

describe('a node that the ring does not accept', () => {
  it('serves again the arc that it has given up for it', async () => {
    const ring = new StoreRing({ seed: 1 });
    const [first, second] = [ring.add(FIRST), ring.add(SECOND)];
    await ring.clock.advance(100);
    let isGone = false;
    second.events.on((event) => {
      if (event.type !== 'membership-changed' || event.to !== 'member' || isGone) return;
      isGone = true;
      ring.crash(FIRST);
    });
    const joining = second.joinVia([FIRST]);
    await expect(ring.clock.until(joining, 60_000)).rejects.toMatchObject({ name: 'CodedError' });
    expect([first.membership, second.membership, isGone]).toEqual([
      expect.anything(),
      'alone',
      true,
    ]);
    await ring.clock.until(ring.store(SECOND).put('key', new Uint8Array([1])));
    const read = await ring.clock.until(ring.store(SECOND).get('key'));
    expect(read).toMatchObject({ found: true });
  });
});

describe('nodes that start together and join each other', () => {
  it.each([
    ...[34, 46, 73, 85, 92, 97, 104, 117, 208, 353].map((seed) => [3, seed] as const),
    ...[10, 12, 31, 36, 40, 46, 242, 314, 401].map((seed) => [6, seed] as const),
  ])('serve every arc, %i of them (seed %i)', async (count, seed) => {
    expect(await playStart({ count, seed })).toEqual([]);
  });

  it.each([10, 44, 53, 58, 89])('serve it where some die meanwhile (seed %i)', async (seed) => {
    expect(await playStart({ count: 6, seed, kills: true })).toEqual([]);
  });

  it.each([17, 26, 29, 46, 52, 98, 138, 142, 179])(
    'have what was acknowledged meanwhile (seed %i)',
    async (seed) => {
      expect(await playStart({ count: 6, seed, writes: true })).toEqual([]);
    },
  );

  it.each([25, 28, 38, 39, 46, 66, 118])(
    'have it where some die as well (seed %i)',
    async (seed) => {
      expect(await playStart({ count: 6, seed, kills: true, writes: true })).toEqual([]);
    },
  );

  it.each([94, 135])('have it where two rings meet as well (seed %i)', async (seed) => {
    const start = { count: 6, seed, meet: true, kills: true, writes: true };
    expect(await playStart(start)).toEqual([]);
  });
});
