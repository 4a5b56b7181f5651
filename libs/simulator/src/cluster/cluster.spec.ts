import { hopCount, type ChordNode, type NodeRef } from '@chord-dht/chord';
import { testHost } from '../testing/node-host';
import { Cluster, type ClusterOptions } from './cluster';

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node-${index}.example:1`);

/** A ring that grows, loses members in each way and is walked, with everything logged. */
async function eventfulRun(options: Partial<ClusterOptions>): Promise<Cluster> {
  const cluster = new Cluster({ host: testHost, seed: 1, logging: 'hash', ...options });
  const [first, ...others] = names(16) as [string, ...string[]];
  cluster.add(first);
  for (const name of others) await cluster.loop.settle(cluster.join(name, [first]));
  cluster.network.faults.setNoise({ loss: 0.02, duplicate: 0.1, reorder: 0.1, reorderMs: 30 });
  cluster.crash(names(16)[3] as string);
  await cluster.loop.settle(cluster.leave(names(16)[7] as string));
  await cluster.loop.advance(10_000);
  const node = cluster.node(first) as ChordNode;
  await cluster.loop.settle(node.lookup(node.keyId('a key')));
  return cluster;
}

describe('a cluster', () => {
  it('has the same history for the same seed, and another for another', async () => {
    const runs = [];
    for (const seed of [1, 1, 2]) runs.push(await eventfulRun({ seed }));
    const [one, again, other] = runs.map((run) => run.log?.hash());
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    expect(runs[0]?.log?.count).toBeGreaterThan(1_000);
  });

  it('has the same history whether messages are copied or shared: no receiver changes one', async () => {
    const [deep, shared] = [
      await eventfulRun({ copies: 'deep' }),
      await eventfulRun({ copies: 'shared' }),
    ];
    expect(shared.log?.hash()).toBe(deep.log?.hash());
  });

  it('makes a ring that is ideal from the first moment and stays so', async () => {
    const cluster = new Cluster({ host: testHost, seed: 1, parameters: { successorsMax: 4 } });
    cluster.addIdealRing(names(20));
    const before = fingersOf(cluster);
    expect(cluster.violations(5)).toEqual([]);
    expect(cluster.notIdeal()).toBeUndefined();
    await cluster.loop.advance(60_000);
    expect(cluster.notIdeal()).toBeUndefined();
    // Fingers that wrap round to the node itself exist only at nodes that looked them up.
    expect(fingersOf(cluster)).toEqual(before);
    expect(cluster.defects).toEqual([]);
  });

  it('finds the owner that the map of the ring names', async () => {
    const cluster = new Cluster({ host: testHost, seed: 1 });
    const map = cluster.addIdealRing(names(64), false);
    const node = cluster.node(names(1)[0] as string) as ChordNode;
    for (let key = 0; key < 50; key += 1) {
      const target = node.keyId(`key ${key}`);
      const result = await cluster.loop.settle(node.lookup(target));
      expect(result.owner).toEqual(map.ownerOf(target));
      expect(hopCount(result)).toBeLessThan(7);
    }
  });

  it('moves the wall clock of one process only, and no timer with it', async () => {
    const cluster = new Cluster({ host: testHost, seed: 1 });
    const [skewed, other] = names(2).map((name) => cluster.make(name)) as [ChordNode, ChordNode];
    cluster.skewWall(skewed.self.address, -3_600_000);
    cluster.skewWall('nobody.example:1', 5_000);
    let rang = false;
    skewed.clock.after(1_000, () => (rang = true));
    await cluster.loop.advance(1_000);
    expect(other.clock.wallMs() - skewed.clock.wallMs()).toBe(3_600_000);
    expect(other.clock.wallMs()).toBe(cluster.clock.wallMs());
    expect(skewed.clock.nowMs()).toBe(cluster.clock.nowMs());
    expect(rang).toBe(true);
  });

  it('sees every change since the last look at once', async () => {
    const cluster = new Cluster({ host: testHost, seed: 1 });
    cluster.addIdealRing(names(5));
    expect(cluster.isWhole()).toBe(true);
    const [first, second] = names(2) as [string, string];
    const node = cluster.node(first) as ChordNode;
    const { predecessor, successors } = node;
    const fingers = node.fingers();
    node.adoptPointers({ predecessor: node.self, successors, fingers });
    expect(cluster.notIdeal()).toBeDefined();
    node.adoptPointers({ predecessor: predecessor as NodeRef, successors, fingers });
    expect(cluster.notIdeal()).toBeUndefined();
    cluster.make('another.example:1');
    expect([cluster.isWhole(), cluster.notIdeal()]).toEqual([false, undefined]);
    cluster.crash('another.example:1');
    expect(cluster.isWhole()).toBe(true);
    cluster.crash(second);
    expect(cluster.notIdeal()).toBeDefined();
  });

  it('takes a node back that crashed, at the same address', async () => {
    const cluster = new Cluster({ host: testHost, seed: 1 });
    cluster.addIdealRing(names(5));
    const address = names(5)[2] as string;
    const remembered = cluster.node(address)?.rememberedPeers() ?? [];
    cluster.crash(address);
    await cluster.loop.advance(5_000);
    cluster.add(address, remembered);
    const isBack = (): boolean => cluster.members().length === 5 && !cluster.notIdeal();
    expect(await cluster.loop.runUntil(isBack, 60_000)).toBe(true);
    expect(cluster.violations()).toEqual([]);
  });
});

function fingersOf(cluster: Cluster): unknown {
  return cluster.nodes().map((node) =>
    node
      .fingers()
      .filter((run) => run.node.id !== node.self.id)
      .map(({ firstIndex, lastIndex, start, node: { id } }) => [firstIndex, lastIndex, start, id]),
  );
}
