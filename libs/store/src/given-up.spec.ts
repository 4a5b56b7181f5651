// Two of three home replicas are gone for good: the remaining copies are served again without a restart.
import { SeededRandom } from '@chord-dht/chord/testing';
import { inOrder, lossIn, Slowness, valueOf } from './testing/loss';

describe('home replicas that are gone for good', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'are given up, and every key of a remaining node is served again (seed %d)',
    async (seed) => {
      const loss = await lossIn(7, seed);
      const [first, second] = inOrder(loss.ring) as [string, string];
      await loss.lose(first, second);
      // Changes of views go on at nodes that get the command last.
      await loss.giveUp(300 * (seed % 3));
      await loss.ring.untilSettled(120_000);
      expect(await loss.readAll()).toEqual(loss.keys.map((key) => [key, `of ${key}`]));
      expect(loss.unserved).toEqual([]);
      expect(loss.ring.faults).toEqual([]);
    },
  );

  // Each of these left a change of views that bound all later ones and that nobody could end.
  it.each([209, 245, 276, 454])(
    'are given up by one node after the other while messages take long (seed %d)',
    async (seed) => {
      const random = new SeededRandom(seed);
      const slowness = new Slowness(random);
      const loss = await lossIn(5, seed, 3, { latencyMs: slowness.latencyMs });
      const { ring } = loss;
      const order = inOrder(ring);
      slowness.meanMs = 150;
      const address = random.pick(order.slice(0, 3));
      slowness.slowest = { address, meanMs: 3_000 * random.next() };
      for (const lost of order.slice(3)) loss.take(lost);
      await ring.until(() => loss.areAwaited, 120_000);
      await loss.giveUp(3_000 * random.next());
      await ring.clock.advance(15_000 * random.next());
      slowness.end();
      await ring.untilSettled(300_000);
      expect(await loss.readAll()).toEqual(loss.keys.map((key) => [key, `of ${key}`]));
    },
  );

  it('lose exactly the records and deletions that only they had', async () => {
    const loss = await lossIn(3, 1);
    const { ring, keys } = loss;
    const [last, ...lost] = inOrder(ring) as [string, string, string];
    const [changed, deleted, ...others] = keys as [string, string, ...string[]];
    // The last one is absent when the two others acknowledge this.
    ring.crash(last);
    await ring.until(() => ring.notIdeal() === undefined, 60_000);
    await ring.clock.until(ring.store(lost[0]).put(changed, valueOf('later')));
    await ring.clock.until(ring.store(lost[0]).remove(deleted));
    for (const address of lost) loss.take(address);
    await ring.restart(last, lost);
    await ring.until(() => loss.unserved.length > 0, 60_000);
    await loss.giveUp();
    await ring.until(() => ring.store(last).pendingRanges === 0, 60_000);
    expect(await loss.readAll()).toEqual(
      [changed, deleted, ...others].map((key) => [key, `of ${key}`]),
    );
  });

  it('leave arcs without a copy empty, and these accept writes again', async () => {
    const loss = await lossIn(7, 2);
    const { ring, keys } = loss;
    await loss.lose(...inOrder(ring).slice(0, 3));
    await loss.giveUp();
    await ring.untilSettled(120_000);
    const found = await loss.readAll();
    const gone = found.filter(([, value]) => value === undefined).map(([key]) => key);
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.length).toBeLessThan(keys.length);
    for (const key of gone) await loss.put(key, `of ${key}`);
    expect(await loss.readAll()).toEqual(keys.map((key) => [key, `of ${key}`]));
  });

  it('of five leave the latest versions of the two remaining nodes', async () => {
    const loss = await lossIn(6, 3, 5);
    const { ring, keys } = loss;
    const [first, second, third, fourth] = inOrder(ring) as [string, string, string, string];
    const [changed = ''] = keys;
    // One of the remaining nodes misses a write.
    ring.crash(fourth);
    await loss.put(changed, 'later', first);
    await ring.restart(fourth, [first]);
    await loss.lose(first, second, third);
    await loss.giveUp();
    await ring.untilSettled(120_000);
    expect(await loss.readAll()).toEqual(
      keys.map((key) => [key, key === changed ? 'later' : `of ${key}`]),
    );
  });

  it('join again at once with empty disks, and are home replicas as before', async () => {
    const loss = await lossIn(3, 1);
    const { ring } = loss;
    const [last, ...lost] = inOrder(ring) as [string, string, string];
    ring.crash(last);
    for (const address of lost) loss.take(address);
    await ring.restart(last, lost);
    await ring.until(() => loss.unserved.length > 0, 60_000);
    await loss.giveUp();
    for (const address of lost) await ring.restart(address, [last]);
    await ring.untilSettled(60_000);
    expect(await loss.readAll()).toEqual(loss.keys.map((key) => [key, `of ${key}`]));
  });

  it.each([2, 3, 4, 5, 6, 7])(
    'merge their records when they return with their disks after all (seed %d)',
    async (seed) => {
      const loss = await lossIn(5 + (seed % 3), seed);
      const { ring, keys } = loss;
      const [first, second] = inOrder(ring) as [string, string];
      for (const address of [first, second]) {
        loss.lost.add(address);
        ring.crash(address);
      }
      await ring.until(() => ring.notIdeal() === undefined && loss.unserved.length > 0, 60_000);
      await loss.giveUp();
      await ring.untilSettled(120_000);
      for (const key of keys) await loss.put(key, 'written since');
      await ring.restart(seed % 2 ? first : second, [loss.anyone]);
      await ring.untilSettled(60_000);
      expect(await loss.readAll()).toEqual(keys.map((key) => [key, 'written since']));
      expect(ring.faults).toEqual([]);
    },
  );

  it('do not keep other arcs from being served meanwhile', async () => {
    const loss = await lossIn(9, 4);
    const { ring, keys } = loss;
    const [first, second, ...left] = inOrder(ring) as [string, string, ...string[]];
    await loss.lose(first, second);
    const readable = await loss.readable(keys, left[0] as string);
    expect(readable.length).toBeGreaterThan(0);
    const asked = readable.map((key) => ring.store(left[0] as string).get(key));
    await loss.giveUp();
    for (const answer of asked)
      expect(await ring.clock.until(answer)).toMatchObject({ found: true });
  });
});
