// A ring some of whose nodes are gone for good with their disks, and the administrator who gives them up.
import type { Address } from '@chord-dht/chord';
import { exponential, type SeededRandom } from '@chord-dht/chord/testing';
import { decodeUtf8, encodeUtf8 } from '../base/utf8';
import type { Arc } from '../record/position';
import { StoreRing, type StoreRingOptions } from './store-ring';

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);
export const valueOf = encodeUtf8;

export class Loss {
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

  /** Arcs that cannot be served name a lost node. */
  get isAwaited(): boolean {
    return this.awaited.some((address) => this.lost.has(address));
  }

  /** Arcs that cannot be served name all lost nodes. */
  get areAwaited(): boolean {
    const { awaited } = this;
    return [...this.lost].every((address) => awaited.includes(address));
  }

  private get awaited(): Address[] {
    const { members } = this.ring;
    const unserved = [...members.values()].flatMap(({ store }) => store.service().unserved);
    return unserved.flatMap(({ members: named }) => named.map(({ address }) => address));
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
      found.push([key, result.found ? decodeUtf8(result.value) : undefined]);
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
export class Slowness {
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

export async function lossIn(
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
export function inOrder(ring: StoreRing): string[] {
  return [...ring.members.values()]
    .map(({ chord }) => chord.self)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ address }) => address);
}
