// The runs in which the published protocol of 2001 breaks its own invariants (Zave, Using Lightweight
// Modeling to Understand Chord, 2012; TSE 2017, section 3). Numbers are ids; lists have two entries.
import { NumberedHasher, TestRing } from '../testing';

const name = (id: number): string => `n${id}:1`;

function ringOf64(): TestRing {
  return new TestRing({
    bits: 6,
    hasher: new NumberedHasher(),
    parameters: { successorsMax: 2, callTimeoutMs: 200, callTimeoutMsMin: 50 },
  });
}

async function idealRingOf(...ids: number[]): Promise<TestRing> {
  const ring = ringOf64();
  await ring.grow(ids.map(name));
  await ring.untilIdeal();
  return ring;
}

/** Lets time pass and checks every step; members whose failures the ring has to bear are gone already. */
async function untilIdealWithoutViolation(ring: TestRing): Promise<void> {
  await ring.until(() => {
    const broken = ring.violations().filter((report) => report.name !== 'SufficientPrincipals');
    expect(broken).toEqual([]);
    return !ring.notIdeal();
  });
  expect(ring.faults).toEqual([]);
}

describe('the named counter-examples', () => {
  it('ConnectedAppendages: 7 joins behind 5 in {5, 9, 22}, 9 fails, and 7 is not lost', async () => {
    const ring = await idealRingOf(5, 9, 22);
    await ring.clock.until(ring.add(name(7)).joinVia([name(5)]));
    ring.crash(name(9));
    await untilIdealWithoutViolation(ring);
    expect(ring.nodes.get(name(7))?.successor.address).toBe(name(22));
    expect(ring.nodes.get(name(5))?.successor.address).toBe(name(7));
  });

  it('AtLeastOneRing: 10 joins {6, 12}, tells 12 and fails; 6 does not adopt it dead', async () => {
    const ring = await idealRingOf(6, 12);
    await ring.clock.until(ring.add(name(10)).joinVia([name(6)]));
    expect(ring.nodes.get(name(12))?.predecessor?.address).toBe(name(10));
    ring.crash(name(10));
    await untilIdealWithoutViolation(ring);
    expect(ring.nodes.get(name(6))?.successor.address).toBe(name(12));
  });

  it('OrderedRing: 5, 21 and 49 join {0, 18, 40} and all fail; the order stays 0, 18, 40', async () => {
    const ring = await idealRingOf(0, 18, 40);
    for (const id of [5, 21, 49]) await ring.clock.until(ring.add(name(id)).joinVia([name(0)]));
    await ring.untilIdeal();
    for (const id of [5, 21, 49]) ring.crash(name(id));
    await untilIdealWithoutViolation(ring);
    expect(ring.nodes.get(name(0))?.successors.map((node) => node.address)).toEqual([
      name(18),
      name(40),
    ]);
  });

  it('AtMostOneRing: 19 and 31 join {25, 60} and fail; one ring is left', async () => {
    const ring = await idealRingOf(25, 60);
    for (const id of [19, 31]) await ring.clock.until(ring.add(name(id)).joinVia([name(25)]));
    await ring.untilIdeal();
    for (const id of [19, 31]) ring.crash(name(id));
    await untilIdealWithoutViolation(ring);
    expect(ring.nodes.get(name(25))?.successor.address).toBe(name(60));
  });

  it('Initialisation: 48 alone, 37 and 62 join, 48 fails; 37 and 62 find each other', async () => {
    const ring = ringOf64();
    ring.add(name(48));
    await ring.grow([37, 62].map(name), name(48));
    ring.crash(name(48));
    await ring.untilIdeal();
    expect(ring.violations()).toEqual([]);
    expect(ring.nodes.get(name(37))?.successor.address).toBe(name(62));
  });
});
