// All members of a ring return under other names, one after the other.
import { StoreRing } from './testing';

describe('a ring whose disks are all served under new names', () => {
  it.each([
    // The names decide the arcs. With these, one arc between two ids of the same disk has no records: the first member
    // offers it before the second has noticed that it owns it.
    ...[10, 24, 48].map((seed) => [2, seed] as const),
    ...[1, 5, 59].map((seed) => [3, seed] as const),
  ])('serves every arc, of %i nodes without keys (%i)', async (count, seed) => {
    const ring = new StoreRing({ seed });
    const names = Array.from({ length: count }, (_, at) => `node-${seed}-${at}:1`);
    await ring.grow(names);
    await ring.untilSettled();
    for (const name of names) ring.crash(name);
    const present = names.map((name) => name.replace('node', 'moved'));
    for (const [at, name] of names.entries()) await ring.move(name, present[at] as string);
    const [first, ...others] = present as [string, ...string[]];
    ring.add(first);
    await ring.clock.advance(500);
    const joins = others.map((name) => ring.add(name).joinVia([first]));
    await ring.clock.until(Promise.all(joins));
    await ring.untilSettled();
    expect(ring.faults).toEqual([]);
  });
});
