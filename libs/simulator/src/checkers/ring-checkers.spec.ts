import type { ChordNode } from '@chord-dht/chord';
import { Cluster } from '../cluster/cluster';
import { EventLog } from '../log/event-log';
import { insideOf } from '../mutants/inside';
import { testHost } from '../testing/node-host';
import { BaseRule } from './base-rule';
import { InvariantWatch } from './invariant-watch';
import { strandedNodes } from './stranded';

const name = (index: number): string => `node-${index}:1`;

function ringOf(count: number, successorsMax: number): Cluster {
  const cluster = new Cluster({ host: testHost, seed: 1, parameters: { successorsMax } });
  cluster.addIdealRing(Array.from({ length: count }, (_, index) => name(index)));
  return cluster;
}

describe('the operating assumption', () => {
  it('lets fewer than r members go between two repairs', async () => {
    const cluster = ringOf(12, 4);
    const rule = new BaseRule(cluster, 4, 10_000);
    expect([0, 1, 2, 3].map((index) => rule.mayGo(name(index)))).toEqual([true, true, true, false]);
    await cluster.loop.advance(10_001);
    expect(rule.mayGo(name(3))).toBe(true);
  });

  it('keeps r + 1 members', () => {
    const cluster = ringOf(5, 4);
    expect(new BaseRule(cluster, 4, 10_000).mayGo(name(0))).toBe(false);
  });

  it('keeps a member that is the last live successor of another', () => {
    const cluster = ringOf(8, 2);
    const node = cluster.node(name(0)) as ChordNode;
    const [first, second] = node.successors;
    cluster.crash(first?.address ?? '');
    expect(new BaseRule(cluster, 2, 10_000).mayGo(second?.address ?? '')).toBe(false);
  });
});

describe('the watch over invariants', () => {
  it('names the first that breaks, with its time and the nodes', async () => {
    const cluster = ringOf(8, 3);
    const watch = new InvariantWatch(cluster, 4);
    await cluster.loop.advance(2_000);
    expect(watch.first).toBeUndefined();
    const node = cluster.node(name(2)) as ChordNode;
    const state = insideOf(node).state;
    cluster.clock.after(500, () => (state.successors = [...node.successors].reverse()));
    await cluster.loop.advance(2_000);
    expect(watch.first).toMatchObject({ name: 'SufficientPrincipals', atMs: 2_500 });
    expect(watch.checks).toBeGreaterThan(0);
  });
});

describe('nodes that are stranded', () => {
  it('are those that no node remembers and that remember no live node', () => {
    const cluster = ringOf(6, 3);
    cluster.add('lonely:1', ['gone:1']);
    cluster.add('knows-somebody:1', [name(3)]);
    expect(strandedNodes(cluster).map((node) => node.self.address)).toEqual(['lonely:1']);
  });
});

describe('the log of a run', () => {
  it('distinguishes histories by content and by order', () => {
    const hashOf = (...lines: string[]): string => {
      const log = new EventLog();
      for (const line of lines) log.add(line);
      return log.hash();
    };
    const hashes = [
      hashOf('a', 'b'),
      hashOf('b', 'a'),
      hashOf('ab'),
      hashOf('a'),
      hashOf('a', 'c'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashOf('a', 'b')).toBe(hashes[0]);
    expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});
