// Two of three home replicas are gone for good: the remaining copies are served again without a restart.
import type { Address } from '@chord-dht/chord';
import { exponential, SeededRandom } from '@chord-dht/chord/testing';
import type { Arc } from './record/position';
import { StoreRing, type StoreRingOptions } from './testing';

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);
const valueOf = (text: string): Uint8Array => new TextEncoder().encode(text);

class Loss {
  readonly lost = new Set<string>();

  constructor(
    readonly ring: StoreRing,
    readonly keys: readonly string[],
  ) {}

  /** The arcs that any of the remaining nodes cannot serve. */
  get unserved(): Arc[] {
    return [...this.ring.members.values()].flatMap(({ store }) =>
      store.service().unserved.map(({ arc }) => arc),
    );
  }

  /** Arcs that cannot be served name all lost nodes. */
  get areAwaited(): boolean {
    const { members } = this.ring;
    const unserved = [...members.values()].flatMap(({ store }) => store.service().unserved);
    const homes = unserved.flatMap(({ members: named }) => named.map(({ address }) => address));
    return [...this.lost].every((address) => homes.includes(address));
  }

  async lose(...addresses: readonly string[]): Promise<void> {
    for (const address of addresses) this.take(address);
    await this.ring.until(
      () => this.ring.notIdeal() === undefined && this.unserved.length > 0,
      60_000,
    );
  }

  take(address: string): void {
    this.lost.add(address);
    this.ring.crash(address);
    this.ring.wipe(address);
  }

  /** Acts as an administrator who has named all remaining nodes. */
  async giveUp(pauseMs = 0): Promise<void> {
    const arcs = this.unserved;
    for (const { store } of this.ring.members.values()) {
      await this.ring.clock.until(store.giveUp(arcs, ({ address }) => this.lost.has(address)));
      await this.ring.clock.advance(pauseMs);
    }
  }

  async put(key: string, value: string, at = this.anyone): Promise<void> {
    await this.ring.clock.until(this.ring.store(at).put(key, valueOf(value)));
  }

  /** Each key with the value that the first remaining node returns. */
  async readAll(): Promise<[string, string | undefined][]> {
    const found: [string, string | undefined][] = [];
    for (const key of this.keys) {
      const result = await this.ring.clock.until(this.ring.store(this.anyone).get(key));
      found.push([key, result.found ? new TextDecoder().decode(result.value) : undefined]);
    }
    return found;
  }

  /** The keys that are served although some home replicas are gone. */
  async readable(keys: readonly string[], at: string): Promise<string[]> {
    const readable: string[] = [];
    for (const key of keys) {
      const answer = this.ring
        .store(at)
        .get(key)
        .then(
          () => true,
          () => false,
        );
      if (await this.ring.clock.until(answer)) readable.push(key);
    }
    return readable;
  }

  get anyone(): string {
    return inOrder(this.ring)[0] as string;
  }
}

/** Messages that take long at times, those of one node longest. */
class Slowness {
  /** Mean milliseconds of a message. */
  meanMs = 0;
  slowest: { readonly address: Address; readonly meanMs: number } | undefined;

  constructor(private readonly random: SeededRandom) {}

  readonly latencyMs = (from: Address, to: Address): number => {
    const isOfSlowest = [from, to].includes(this.slowest?.address ?? '');
    const meanMs = isOfSlowest ? Math.max(this.meanMs, this.slowest?.meanMs ?? 0) : this.meanMs;
    return 1 + exponential(this.random, meanMs);
  };

  end(): void {
    this.meanMs = 0;
    this.slowest = undefined;
  }
}

async function lossIn(
  count: number,
  seed: number,
  replicas = 3,
  options: Partial<StoreRingOptions> = {},
): Promise<Loss> {
  const ring = new StoreRing({ seed, store: { replicas }, ...options });
  await ring.grow(names(count));
  await ring.untilSettled(120_000);
  const keys = Array.from({ length: 60 }, (_, index) => `key-${index}`);
  for (const key of keys)
    await ring.clock.until(ring.store('node-0:1').put(key, valueOf(`of ${key}`)));
  await ring.untilSettled(120_000);
  return new Loss(ring, keys);
}

/** Members in ring order, so that arcs have two of three home replicas among neighbours. */
function inOrder(ring: StoreRing): string[] {
  return [...ring.members.values()]
    .map(({ chord }) => chord.self)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ address }) => address);
}

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
