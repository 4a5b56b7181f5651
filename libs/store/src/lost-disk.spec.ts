// A node that returns without its disk is given everything again before it counts.
import { StoreRing } from './testing';

const KEYS = Array.from({ length: 40 }, (_, index) => `key-${index}`);
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);

async function ringOf(count: number): Promise<StoreRing> {
  // Without comparisons in the background: the loss has to be noticed otherwise.
  const ring = new StoreRing({ seed: 1, store: { antiEntropyMs: 86_400_000 } });
  await ring.grow(names(count));
  await ring.untilSettled(60_000);
  for (const key of KEYS)
    await ring.clock.until(ring.store('node-0:1').put(key, new Uint8Array([1])));
  await ring.untilSettled(60_000);
  return ring;
}

/** The process ends and its disk is lost; it returns before the others have removed it. */
async function lose(ring: StoreRing, name: string): Promise<void> {
  const others = [...ring.members.keys()].filter((other) => other !== name);
  ring.crash(name);
  ring.wipe(name);
  await ring.clock.advance(200);
  const chord = await ring.restart(name, others);
  await ring.until(() => chord.membership === 'member', 60_000);
}

async function expectAll(ring: StoreRing): Promise<void> {
  for (const name of ring.members.keys())
    for (const key of KEYS)
      expect(await ring.clock.until(ring.store(name).get(key))).toMatchObject({ found: true });
  expect(ring.faults).toEqual([]);
}

describe('a node that has lost its disk', () => {
  it.each(names(2))('is given everything again by the only other one (%s)', async (name) => {
    const ring = await ringOf(2);
    await lose(ring, name);
    await ring.untilSettled(60_000);
    await expectAll(ring);
  });

  it('is not settled before it counts again, so that the next may lose its disk', async () => {
    const ring = await ringOf(5);
    for (const name of names(5)) {
      await lose(ring, name);
      await ring.untilSettled(30_000);
    }
    await expectAll(ring);
  });
});
