import type { RingEvent } from '../base/events';
import { TestRing } from '../testing';
import { hopCount } from './lookup-result';

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}:1`);

/** The owner by definition: the first id at or after the target. */
function ownerOf(ring: TestRing, target: string): string {
  const nodes = [...ring.nodes.values()]
    .map((node) => node.self)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return (nodes.find((node) => node.id >= target) ?? nodes[0]!).address;
}

async function settledRing(count: number): Promise<TestRing> {
  const ring = new TestRing({ seed: 7 });
  await ring.grow(names(count));
  await ring.untilIdeal();
  await ring.clock.advance(30_000);
  return ring;
}

describe.each(['iterative', 'recursive'] as const)('the %s lookup', (mode) => {
  it('finds the owner of every key from every node, in few hops', async () => {
    const ring = await settledRing(32);
    const hops: number[] = [];
    for (const node of ring.nodes.values()) {
      for (let index = 0; index < 20; index += 1) {
        const target = node.keyId(`key ${index}`);
        const result = await ring.clock.until(node.lookup(target, { mode }));
        expect(result.owner.address).toBe(ownerOf(ring, target));
        expect(result.path[0]).toEqual(node.self);
        expect(result.path[result.path.length - 1]).toEqual(result.owner);
        hops.push(hopCount(result));
      }
    }
    expect(Math.max(...hops)).toBeLessThanOrEqual(5);
  });

  it('passes dead nodes over and still finds the first live owner', async () => {
    const ring = await settledRing(32);
    for (const name of names(10)) ring.crash(name);
    for (const node of ring.nodes.values()) {
      const target = node.keyId(`key of ${node.self.address}`);
      const result = await ring.clock.until(node.lookup(target, { mode }));
      if (mode === 'iterative') expect(result.owner.address).toBe(ownerOf(ring, target));
      else
        expect(result.path.slice(0, -1).every((visited) => ring.nodes.has(visited.address))).toBe(
          true,
        );
    }
  });
});

describe('a lookup', () => {
  it('emits events that agree with its result', async () => {
    const ring = await settledRing(16);
    const node = ring.nodes.get('node-0:1')!;
    const story: RingEvent[] = [];
    node.events.on((event) => story.push(event));
    const result = await ring.clock.until(node.lookup(node.keyId('a story')));
    const mine = story.filter(
      (event) =>
        'lookup' in event && event.type !== 'lookup-started' && event.type !== 'owner-found',
    );
    expect(
      story.some((event) => event.type === 'owner-found' && event.owner.id === result.owner.id),
    ).toBe(true);
    expect(mine.filter((event) => event.type === 'hop-answered')).toHaveLength(result.hops.length);
  });

  it('has one node on its path when the querier is the owner', async () => {
    const ring = await settledRing(4);
    const node = ring.nodes.get('node-0:1')!;
    const result = await ring.clock.until(node.lookup(node.self.id));
    expect(result.path).toEqual([node.self]);
    expect(result.hops).toEqual([]);
  });

  it('ends at the querier itself when no other node is alive: then it is the ring', async () => {
    const ring = await settledRing(4);
    const node = ring.nodes.get('node-0:1')!;
    for (const name of names(4).slice(1)) ring.network.kill(name);
    const target = ring.space.add(node.self.id, 1n);
    const result = await ring.clock.until(node.lookup(target));
    expect(result.owner).toEqual(node.self);
    expect(node.membership).toBe('alone');
  });

  it('does not accept a restarted node, which is alone and owns all ids by its own pointers, as an owner', async () => {
    const ring = await settledRing(32);
    const alone = names(32).filter((_, index) => index % 2 === 1);
    // No member has noticed the restarts yet.
    for (const name of alone) await ring.restart(name);
    const others = names(32).filter((name) => !alone.includes(name));
    const lookups = others.flatMap((name) => {
      const node = ring.nodes.get(name)!;
      const target = node.keyId(`key of ${name}`);
      return [true, false].map((verifyOwner) => node.lookup(target, { verifyOwner }));
    });
    const results = await ring.clock.until(Promise.all(lookups));
    for (const [index, { path, owner }] of results.entries()) {
      const passed = path.slice(0, -1).map(({ address }) => address);
      expect(passed.filter((address) => alone.includes(address))).toEqual([]);
      if (index % 2 === 0) expect(alone).not.toContain(owner.address);
    }
  });

  it('ends with a clear error when its time is over', async () => {
    const ring = await settledRing(8);
    const node = ring.nodes.get('node-0:1')!;
    for (const name of names(8).slice(1)) ring.network.kill(name, 'silent');
    const target = ring.space.add(node.self.id, 1n);
    const lookup = ring.clock.until(node.lookup(target, { timeoutMs: 500 }));
    await expect(lookup).rejects.toMatchObject({ code: 'DEADLINE' });
  });
});

describe('the finger path of the 10-bit ring in the documentation', () => {
  it('is the one that a reader computes with paper and pencil', async () => {
    const ring = new TestRing({ bits: 10 });
    const name = (port: number): string => `localhost.localdomain:${port}`;
    await ring.grow([5000, 5001, 5002, 5003].map(name));
    await ring.untilIdeal();
    await ring.clock.advance(10_000);
    const pathFrom = async (port: number): Promise<string[]> => {
      const node = ring.nodes.get(name(port))!;
      const { path } = await ring.clock.until(node.lookup(node.keyId('idjada')));
      return path.map((visited) => ring.space.print(visited.id));
    };
    expect([...ring.nodes.values()].map((node) => ring.space.print(node.self.id))).toEqual([
      '673',
      '132',
      '520',
      '458',
    ]);
    expect(await pathFrom(5000)).toEqual(['673', '132']);
    expect(await pathFrom(5002)).toEqual(['520', '673', '132']);
    expect(await pathFrom(5003)).toEqual(['458', '673', '132']);
  });
});
