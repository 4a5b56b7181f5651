// Nodes that the ring still names and that are gone already: they do not become home replicas.
import type { NodeRef } from '@chord-dht/chord';
import type { StoreEvent } from './arc/events';
import { StoreRing } from './testing';

type Began = StoreEvent & { readonly type: 'view-began' };

const NAMES = Array.from({ length: 6 }, (_, index) => `node-${index}:1`);

async function ringOf(seed: number): Promise<StoreRing> {
  const ring = new StoreRing({ seed });
  await ring.grow(NAMES);
  await ring.untilSettled(60_000);
  return ring;
}

function clockwise(ring: StoreRing): NodeRef[] {
  const nodes = NAMES.map((name) => ring.member(name).chord.self);
  return nodes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The views that began in the arc of a node, each as the addresses of its members. */
function viewsOf(ring: StoreRing, { id }: NodeRef): string[][] {
  return ring.events
    .map(({ event }) => event)
    .filter((event): event is Began => event.type === 'view-began')
    .filter(({ arc }) => arc.toId === id)
    .map(({ members }) => members.map(({ address }) => address));
}

describe('a node that is gone when it would become a home replica', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'stays out of the view, which goes on without it until the next node is known (seed %i)',
    async (seed) => {
      const ring = await ringOf(seed);
      const [owner, home, other, next, after] = clockwise(ring) as [
        NodeRef,
        NodeRef,
        NodeRef,
        NodeRef,
        NodeRef,
      ];
      await ring.clock.until(ring.store(owner.address).put('key', new Uint8Array([1])));
      ring.events.length = 0;
      ring.crash(home.address);
      ring.crash(next.address);
      const homes = [owner, other, after].map(({ address }) => address);
      await ring.until(() => viewsOf(ring, owner).at(-1)?.join() === homes.join(), 60_000);
      expect(viewsOf(ring, owner).flat()).not.toContain(next.address);
      for (const { address } of [home, next]) await ring.restart(address, homes);
      await ring.untilSettled(60_000);
      expect(ring.faults).toEqual([]);
    },
  );
});
