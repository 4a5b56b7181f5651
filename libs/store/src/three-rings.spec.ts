import { StoreRing } from './testing/store-ring';

/** While three rings become one, a view that two of them were merged into may reach the third late. */
describe('three rings with values that are made one by one call', () => {
  it.each([2, 5])('serve every key of each in the end (seed %i)', async (seed) => {
    const ring = new StoreRing({ seed, bits: 160 });
    const groups = [0, 1, 2].map((group) => [0, 1, 2, 3].map((at) => `h${group}x${at}:1`));
    for (const group of groups) await ring.grow(group);
    await ring.untilSettledApart(60_000);
    for (const [first] of groups) {
      await ring.clock.until(ring.store(first!).put(`of ${first}`, new Uint8Array([1])));
    }
    const [one, ...others] = groups.map(([first]) => first!);
    await ring.clock.until(ring.nodes.get(one!)!.unite(others));
    await ring.untilSettled(60_000);
    for (const [first] of groups) {
      const found = await ring.clock.until(ring.store(one!).get(`of ${first}`));
      expect(found).toMatchObject({ found: true });
    }
    expect(ring.faults).toEqual([]);
  });
});
