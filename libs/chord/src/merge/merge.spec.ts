import { isOneRing } from '../members/walk';
import { TestRing } from '../testing';

const names = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}:1`);

async function twoRings(left: number, right: number, seed: number): Promise<TestRing> {
  const ring = new TestRing({ seed });
  await ring.grow(names(left, `left${seed}`));
  await ring.grow(names(right, `right${seed}`));
  return ring;
}

describe('rings that meet', () => {
  it.each([
    [1, 1],
    [1, 5],
    [5, 1],
    [2, 2],
    [5, 5],
    [3, 12],
    [20, 20],
  ])('makes one ring of %i and %i nodes by one call', async (left, right) => {
    for (const seed of [1, 2, 3]) {
      const ring = await twoRings(left, right, seed);
      const first = ring.nodes.get(`left${seed}-0:1`)!;
      const report = await ring.clock.until(first.unite([`right${seed}-0:1`]));
      expect(report.peers).toEqual([
        { address: `right${seed}-0:1`, name: `right${seed}-0:1`, ok: true },
      ]);
      expect(isOneRing(await ring.clock.until(first.members()))).toBe(true);
      // Corrections of the far ends of the lists travel back one member a round.
      await ring.untilIdeal(60_000);
      expect(ring.violations()).toEqual([]);
      expect(ring.faults).toEqual([]);
    }
  });

  it('lets a node that yields join another that is alone, which serves on', async () => {
    const ring = await twoRings(1, 1, 1);
    const [here, there] = ['left1-0:1', 'right1-0:1'].map((name) => ring.nodes.get(name)!);
    const seen: string[] = [];
    there!.events.on((event) => {
      if (event.type === 'membership-changed') seen.push(event.to);
    });
    await ring.clock.until(here!.unite(['right1-0:1'], { yields: true }));
    expect(seen).toEqual(['member']);
    await ring.untilIdeal(5_000);
  });

  it('makes one ring of nodes that yield to each other at the same time', async () => {
    const ring = new TestRing();
    const all = names(4, 'lone');
    for (const name of all) ring.add(name);
    const unite = (name: string) => {
      const others = all.filter((other) => other !== name);
      return ring.nodes.get(name)!.unite(others, { yields: true });
    };
    const reports = await ring.clock.until(Promise.all(all.map(unite)));
    expect(reports.flatMap(({ peers }) => peers).every(({ ok }) => ok)).toBe(true);
    await ring.untilIdeal(5_000);
  });

  it('unites nodes that are alone, members already, and itself', async () => {
    const ring = new TestRing();
    for (const name of names(4, 'node')) ring.add(name);
    const first = ring.nodes.get('node-0:1')!;
    const all = names(4, 'node');
    await ring.clock.until(first.unite(all.slice(1)));
    await ring.untilIdeal(5_000);
    const again = await ring.clock.until(first.unite(all));
    expect(again.peers.every((peer) => peer.ok)).toBe(true);
  });

  it('names the peers that failed and leaves the ring as it was', async () => {
    const ring = new TestRing();
    await ring.grow(names(3, 'node'));
    await ring.untilIdeal();
    const uniting = ring.clock.until(ring.nodes.get('node-0:1')!.unite(['node-1:1', 'nobody:1']));
    await expect(uniting).rejects.toMatchObject({
      code: 'JOIN_FAILED',
      detail: {
        peers: [
          { address: 'node-1:1', ok: true },
          { address: 'nobody:1', ok: false, code: 'UNREACHABLE' },
        ],
      },
    });
    expect(ring.notIdeal()).toBeUndefined();
  });

  it('comes together with the ring of a node that is sought, also when that was silent', async () => {
    const ring = await twoRings(3, 1, 1);
    const [seeker, silent] = ['left1-1:1', 'right1-1:1'] as const;
    ring.nodes.get(seeker)!.seek([silent, 'left1-2:1', seeker]);
    await ring.clock.advance(60_000);
    ring.add(silent);
    await ring.clock.until(ring.nodes.get(silent)!.joinVia(['right1-0:1']));
    await ring.untilIdeal(60_000);
    expect(ring.nodes.get(seeker)!.rememberedPeers().sort()).toEqual(
      ['left1-0:1', 'left1-2:1', 'right1-0:1', silent].sort(),
    );
    expect(ring.violations()).toEqual([]);
  });

  it('heals by itself after a partition, by the peers that each side lost', async () => {
    const ring = new TestRing();
    const all = names(5, 'node');
    await ring.grow(all);
    await ring.untilIdeal();
    ring.network.faults.part(all.slice(0, 2), all.slice(2));
    const inSides = (): boolean =>
      all.every((name, index) => {
        const side = index < 2 ? all.slice(0, 2) : all.slice(2);
        return ring.nodes.get(name)!.successors.every((node) => side.includes(node.address));
      });
    await ring.until(inSides, 60_000);
    ring.network.faults.heal();
    await ring.untilIdeal(15_000);
    expect(ring.violations()).toEqual([]);
  });
});
