import type { ChordNode } from '../chord-node';
import { DEFAULT_PARAMETERS } from '../base/parameters';
import { TestRing } from '../testing';

const names = (count: number, prefix = 'node'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}:1`);

async function idealRing(count: number, seed = 1): Promise<TestRing> {
  const ring = new TestRing({ seed });
  await ring.grow(names(count));
  await ring.untilIdeal();
  return ring;
}

describe('members that fail, leave and come back', () => {
  it('closes the gap of a dead node within five seconds of the default timers', async () => {
    const ring = await idealRing(8);
    ring.crash('node-3:1');
    const diedMs = ring.clock.nowMs();
    await ring.untilIdeal();
    expect(ring.clock.nowMs() - diedMs).toBeLessThan(5_000);
  });

  it('closes the gap of a node that is silent instead of refusing', async () => {
    const ring = await idealRing(8);
    ring.nodes.get('node-3:1')?.stop();
    ring.network.kill('node-3:1', 'silent');
    ring.nodes.delete('node-3:1');
    await ring.untilIdeal();
    expect(ring.violations()).toEqual([]);
  });

  it.each([1, 2, 3, 4])(
    'finds silent nodes out in one period and one long call (seed %i)',
    async (seed) => {
      const ring = await idealRing(5, seed);
      for (const name of ['node-1:1', 'node-3:1']) {
        ring.nodes.get(name)?.stop();
        ring.network.kill(name, 'silent');
        ring.nodes.delete(name);
      }
      const diedMs = ring.clock.nowMs();
      const { stabiliseMs, jitter, callTimeoutMs } = DEFAULT_PARAMETERS;
      const foundOutMs = (1 + jitter) * stabiliseMs + (4 / 3) * callTimeoutMs;
      await ring.until(
        () =>
          [...ring.nodes.values()].every(
            ({ successor, predecessor }) =>
              ring.nodes.has(successor.address) && ring.nodes.has(predecessor?.address ?? ''),
          ),
        30_000,
      );
      expect(ring.clock.nowMs() - diedMs).toBeLessThan(foundOutMs + 1_000);
    },
  );

  it('asks a neighbour at once that did not answer something else', async () => {
    const ring = await idealRing(8);
    const [before] = [...ring.nodes.values()].filter(
      ({ successor }) => successor.address === 'node-3:1',
    );
    const dead = ring.nodes.get('node-3:1')!;
    ring.crash('node-3:1');
    const asked = before!.peers.call(dead.self, 'chord.ping', null);
    await expect(ring.clock.until(asked)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await ring.clock.advance(50);
    expect(before!.successor.address).not.toBe('node-3:1');
  });

  it('survives half of 40 nodes failing at once', async () => {
    const ring = await idealRing(40);
    for (const name of names(20)) ring.crash(name);
    await ring.untilIdeal();
    expect(ring.violations()).toEqual([]);
    expect(ring.faults).toEqual([]);
  });

  it('lets a node leave without a moment in which its neighbours point to it', async () => {
    const ring = await idealRing(5);
    const leaver = ring.nodes.get('node-2:1')!;
    const leaving = leaver.leave();
    ring.nodes.delete('node-2:1');
    await ring.clock.until(leaving);
    await ring.clock.advance(100);
    for (const node of ring.nodes.values()) {
      expect(node.successor.address).not.toBe('node-2:1');
      expect(node.predecessor?.address).not.toBe('node-2:1');
    }
    await ring.untilIdeal(10_000);
    await expect(ring.clock.until(leaver.lookup(leaver.self.id))).rejects.toMatchObject({
      code: 'NOT_MEMBER',
    });
  });

  it('takes a restarted node in again although it began as a ring of one', async () => {
    const ring = await idealRing(6);
    const remembered = ring.nodes.get('node-4:1')!.rememberedPeers();
    expect(remembered.length).toBe(5);
    ring.crash('node-4:1');
    const back = await ring.restart('node-4:1', remembered);
    await ring.untilIdeal();
    expect(back.membership).toBe('member');
    expect(ring.violations()).toEqual([]);
  });

  it('finds the ring again when all nodes were restarted at once', async () => {
    const ring = await idealRing(5);
    const remembered = new Map(
      [...ring.nodes].map(([name, node]) => [name, node.rememberedPeers()]),
    );
    for (const name of names(5)) ring.crash(name);
    for (const [name, peers] of remembered) await ring.restart(name, peers);
    await ring.untilIdeal(60_000);
    expect(ring.violations()).toEqual([]);
  });

  it('goes back to the ring and not to each other when two nodes are restarted together', async () => {
    const ring = await idealRing(8);
    const two = ['node-2:1', 'node-5:1'];
    const remembered = new Map(two.map((name) => [name, ring.nodes.get(name)!.rememberedPeers()]));
    for (const name of two) ring.crash(name);
    const back: ChordNode[] = [];
    for (const name of two) {
      const others = remembered.get(name)!.filter((peer) => !two.includes(peer));
      // The other restarted node stands first on the list.
      back.push(await ring.restart(name, [...two.filter((peer) => peer !== name), ...others]));
    }
    await ring.until(() => back.every((node) => node.membership === 'member'));
    for (const node of back) expect(node.successors.length).toBeGreaterThan(1);
    await ring.untilIdeal();
    expect(ring.violations()).toEqual([]);
  });

  it('goes on as a ring of one when the only other node dies, and as two when it is back', async () => {
    const ring = await idealRing(2);
    ring.crash('node-1:1');
    const survivor = ring.nodes.get('node-0:1')!;
    await ring.until(() => survivor.membership === 'alone');
    expect(survivor.owns(survivor.keyId('any key'))).toBe(true);
    await ring.restart('node-1:1');
    await ring.untilIdeal(60_000);
    expect(survivor.membership).toBe('member');
  });

  it('notices that it was asleep and looks at the ring at once', async () => {
    const ring = await idealRing(3);
    const gaps: number[] = [];
    ring.nodes.get('node-0:1')!.events.on((event) => {
      if (event.type === 'woke-up') gaps.push(event.gapMs);
    });
    expect(gaps).toEqual([]);
    ring.clock.passTo(ring.clock.nowMs() + 30_000);
    await ring.clock.advance(2_000);
    expect(gaps.length).toBeGreaterThan(0);
    await ring.untilIdeal();
  });
});
