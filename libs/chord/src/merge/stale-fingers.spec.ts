import { TestRing } from '../testing';

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);

describe('halves of a ring that still have fingers into each other', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'become one ring after a partition, short or long (seed %i)',
    async (seed) => {
      // Fingers are rarely refreshed, so that those into the other half survive the partition.
      const ring = new TestRing({ seed, parameters: { fixFingersMs: 300_000 } });
      const all = names(10);
      await ring.grow(all);
      await ring.untilIdeal();
      const [one, other] = [all.slice(0, 4), all.slice(4)];
      ring.network.faults.part(one, other);
      const isApart = (): boolean =>
        all.every((name) => {
          const side = one.includes(name) ? one : other;
          return ring.nodes.get(name)!.successors.every((node) => side.includes(node.address));
        });
      await ring.until(isApart, 120_000);
      ring.network.faults.heal();
      await ring.untilIdeal(60_000);
      expect(ring.violations()).toEqual([]);
    },
  );
});
