// Home replicas that were replaced while they were down keep no unneeded copy.
import { StoreRing } from './testing';

const NODES = [0, 1, 2, 3, 4].map((index) => `node-${index}:1`);
const KEYS = Array.from({ length: 60 }, (_, index) => `key-${index}`);

describe('a home replica that was down when it was replaced', () => {
  it('learns of it when it returns, and keeps no unneeded copy', async () => {
    const ring = new StoreRing({ seed: 1 });
    await ring.grow(NODES);
    await ring.untilSettled(60_000);
    for (const key of KEYS)
      await ring.clock.until(ring.store('node-0:1').put(key, new Uint8Array([1])));
    const peers = new Map(
      [...ring.members].map(([name, { chord }]) => [name, chord.rememberedPeers()]),
    );
    const clockwise = [...ring.members.values()]
      .map(({ chord }) => chord.self)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    // The fourth node of some keys replaces their second home replica.
    const [first, second] = [clockwise[2]!.address, clockwise[4]!.address];
    const back = async (name: string) => {
      const chord = await ring.restart(name, peers.get(name));
      await ring.until(() => chord.membership === 'member', 60_000);
    };
    ring.crash(first);
    await ring.untilSettled(60_000);
    // The replacement is down while the first home replica takes its place again.
    ring.crash(second);
    await ring.untilSettled(60_000);
    await back(first);
    await ring.untilSettled(60_000);
    await back(second);
    await ring.untilSettled(60_000);
    await ring.clock.advance(120_000);
    const copies = KEYS.map(
      (key) =>
        [...ring.members.values()].filter(
          ({ chord, records }) => records.get(chord.keyId(key), key) !== undefined,
        ).length,
    );
    expect(copies.filter((count) => count !== 3)).toEqual([]);
  });
});
