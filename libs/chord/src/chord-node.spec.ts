import { TestRing } from './testing';

const names = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `node-${from + index}:1`);

describe('a member of a ring', () => {
  it('is alone at first and owns everything', () => {
    const ring = new TestRing();
    const node = ring.add('a:1');
    expect(node.membership).toBe('alone');
    expect(node.owns(node.keyId('anything'))).toBe(true);
    expect(node.successor).toBe(node.self);
  });

  it.each([2, 3, 4, 8, 30])('joins one after another to an ideal ring of %i', async (count) => {
    const ring = new TestRing();
    await ring.grow(names(count));
    await ring.untilIdeal();
    expect(ring.violations()).toEqual([]);
    expect(ring.faults).toEqual([]);
  });

  it('joins all at once to an ideal ring of 32', async () => {
    const ring = new TestRing();
    const first = ring.add('first:1');
    const joins = names(31).map((name) => ring.add(name).joinVia([first.self.address]));
    await ring.clock.until(Promise.all(joins));
    await ring.untilIdeal(30_000);
    expect(ring.violations()).toEqual([]);
    expect(ring.faults).toEqual([]);
  });
});
