// Hosts with several positions each: the copies of a key lie on distinct hosts, and a host's loss counts once.
import { hostOf, positionsOf, type NodeRef } from '@chord-dht/chord';
import fc from 'fast-check';
import { homeReplicas } from './arc/home-replicas';
import { StoreRing } from './testing/store-ring';

const COPIES = 3;
const VALUE = new Uint8Array([7]);
const KEYS = Array.from({ length: 40 }, (_, index) => `key ${index}`);
const hostNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `host-${index}:1`);

/** Hosts of different capacity. */
const POSITIONS = [4, 2, 3, 4];

function makeRing(seed: number): StoreRing {
  return new StoreRing({
    seed,
    parameters: { stabiliseMs: 200, successorsMax: 4, successorHostsMin: COPIES },
    store: { replicas: COPIES, caretakeMs: 200, offerMs: 200 },
  });
}

/** A ring of all positions of `count` hosts, each joined through the first of the ring. */
async function ringOf(count: number, seed: number): Promise<StoreRing> {
  const ring = makeRing(seed);
  const positions = hostNames(count).flatMap((host, index) => positionsOf(host, POSITIONS[index]!));
  await ring.grow(positions);
  await ring.untilSettled();
  return ring;
}

function positionsAt(ring: StoreRing, host: string): string[] {
  return [...ring.members.keys()].filter((address) => hostOf(address) === host);
}

/** The members by the rule, computed from all live members. */
function expectedHomes(ring: StoreRing, key: string): string[] {
  const nodes = [...ring.members.values()].map(({ chord }) => chord.self);
  nodes.sort((a, b) => (a.id < b.id ? -1 : 1));
  const keyId = [...ring.members.values()][0]!.chord.keyId(key);
  const at = nodes.findIndex(({ id }) => id >= keyId);
  const clockwise = at < 0 ? nodes : [...nodes.slice(at), ...nodes.slice(0, at)];
  const chosen = new Map<string, NodeRef>();
  for (const node of clockwise) {
    const host = hostOf(node.address);
    if (chosen.size < COPIES && !chosen.has(host)) chosen.set(host, node);
  }
  return [...chosen.values()].map(({ address }) => address).sort();
}

function copiesOf(ring: StoreRing, key: string): string[] {
  return [...ring.members]
    .filter(([, { chord, records }]) => records.get(chord.keyId(key), key) !== undefined)
    .map(([address]) => address)
    .sort();
}

async function putAll(ring: StoreRing): Promise<void> {
  const members = [...ring.members.values()];
  for (const [index, key] of KEYS.entries()) {
    await ring.clock.until(members[index % members.length]!.store.put(key, VALUE));
  }
}

async function readableEverywhere(ring: StoreRing): Promise<void> {
  for (const key of KEYS) {
    for (const { store } of ring.members.values()) {
      expect(await ring.clock.until(store.get(key))).toMatchObject({ found: true });
    }
  }
}

/** Waits until every key is at its home replicas by the rule, and nowhere else. */
async function untilAtHome(ring: StoreRing): Promise<void> {
  const misplaced = (): string | undefined =>
    KEYS.find((key) => copiesOf(ring, key).join() !== expectedHomes(ring, key).join());
  await ring.until(() => ring.isSettled() && misplaced() === undefined, 120_000);
}

describe('hosts with several positions', () => {
  it.each([1, 2, 3])('keep the copies of a key apart (seed %i)', async (seed) => {
    const ring = await ringOf(4, seed);
    await putAll(ring);
    await untilAtHome(ring);
    for (const key of KEYS) {
      const hosts = copiesOf(ring, key).map(hostOf);
      expect(new Set(hosts).size).toBe(COPIES);
      expect(hosts).toHaveLength(COPIES);
      const [any] = ring.members.values();
      const one = await ring.clock.until(any!.store.get(key, { consistency: 'one' }));
      expect(expectedHomes(ring, key)).toContain(one.owner.address);
    }
    expect(ring.faults).toEqual([]);
  });

  it.each([1, 2, 3])(
    'lose one copy of a key with a host, and restore it (seed %i)',
    async (seed) => {
      const ring = await ringOf(4, seed);
      await putAll(ring);
      await untilAtHome(ring);
      for (const position of positionsAt(ring, 'host-0:1')) ring.crash(position);
      for (const key of KEYS) expect(copiesOf(ring, key).length).toBeGreaterThanOrEqual(COPIES - 1);
      await untilAtHome(ring);
      await readableEverywhere(ring);
      expect(ring.faults).toEqual([]);
    },
  );

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are never the only home replica of a key because they see only their own positions (seed %i)',
    async (seed) => {
      const ring = await ringOf(4, seed);
      const cut = positionsAt(ring, 'host-0:1');
      const others = [...ring.members.keys()].filter((position) => !cut.includes(position));
      const seesNobody = (): boolean =>
        cut.every((position) =>
          ring.member(position).chord.successors.every(({ address }) => cut.includes(address)),
        );
      ring.events.length = 0;
      ring.network.faults.part(cut, others);
      await ring.until(seesNobody, 60_000);
      ring.network.faults.heal();
      await ring.untilSettled(60_000);
      const alone = ring.events.filter(
        ({ event }) => event.type === 'view-began' && event.members.length === 1,
      );
      expect(alone).toEqual([]);
      expect(ring.faults).toEqual([]);
    },
  );

  it('have as many copies as there are hosts in a ring of fewer', async () => {
    const ring = await ringOf(2, 5);
    await putAll(ring);
    await untilAtHome(ring);
    for (const key of KEYS) expect(copiesOf(ring, key).map(hostOf).sort()).toEqual(hostNames(2));
  });

  it.each([1, 2])(
    'leave one position after the other, and nothing is lost (seed %i)',
    async (seed) => {
      const ring = await ringOf(4, seed);
      await putAll(ring);
      for (const position of positionsAt(ring, 'host-3:1')) {
        await ring.clock.until(ring.leave(position));
      }
      await untilAtHome(ring);
      await readableEverywhere(ring);
      expect(ring.faults).toEqual([]);
    },
  );
});

describe('the home replicas of a key', () => {
  it('are the owner and the next further hosts, whatever the order of positions', () => {
    const names = fc
      .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 })
      .chain((sizes) => {
        const all = sizes.flatMap((size, host) => positionsOf(`host-${host}:1`, size));
        return fc.shuffledSubarray(all, { minLength: all.length });
      });
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 7 }), (addresses, replicas) => {
        const nodes = addresses.map((address, index) => ({ id: String(index), address }));
        const homes = homeReplicas(nodes, replicas);
        const hosts = homes.map(({ address }) => hostOf(address));
        expect(homes[0]).toBe(nodes[0]);
        expect(new Set(hosts).size).toBe(hosts.length);
        expect(hosts).toHaveLength(Math.min(replicas, new Set(addresses.map(hostOf)).size));
      }),
    );
  });
});
