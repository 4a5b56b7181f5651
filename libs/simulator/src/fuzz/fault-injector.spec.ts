import type { BaseRule } from '../checkers/base-rule';
import { Cluster } from '../cluster/cluster';
import { testHost } from '../testing/node-host';
import { FaultInjector } from './fault-injector';

const NAMES = Array.from({ length: 6 }, (_, index) => `node-${index}:1`);

function ring(): Cluster {
  const cluster = new Cluster({ host: testHost, seed: 1 });
  cluster.addIdealRing(NAMES);
  return cluster;
}

describe('a fault', () => {
  it.each(['crash', 'leave', 'restart'] as const)('%s removes one', async (kind) => {
    const cluster = ring();
    const injector = new FaultInjector(cluster, undefined);
    injector.inject({ atMs: 0, kind, pick: 0.5, afterMs: 3_000 });
    await cluster.loop.advance(1_000);
    expect(cluster.node('node-3:1')).toBeUndefined();
    const isOver = (): boolean => injector.idle && !cluster.notIdeal();
    expect(await cluster.loop.runUntil(isOver, 60_000)).toBe(true);
    expect(cluster.members()).toHaveLength(kind === 'restart' ? 6 : 5);
  });

  it('removes no member that the rule keeps, nor the last three', () => {
    const kept = ring();
    const rule = { mayGo: () => false } as unknown as BaseRule;
    new FaultInjector(kept, rule).inject({ atMs: 0, kind: 'crash', pick: 0 });
    expect(kept.members()).toHaveLength(6);
    const free = ring();
    const injector = new FaultInjector(free, undefined);
    for (let crash = 0; crash < 9; crash += 1) injector.inject({ atMs: 0, kind: 'crash', pick: 0 });
    expect(free.members()).toHaveLength(3);
  });

  it('gives up a node that cannot join, and is idle then', async () => {
    const cluster = ring();
    const injector = new FaultInjector(cluster, undefined);
    injector.inject({ atMs: 0, kind: 'join', pick: 0 });
    cluster.crash('node-0:1');
    expect(injector.idle).toBe(false);
    expect(await cluster.loop.runUntil(() => injector.idle, 60_000)).toBe(true);
    expect(cluster.node('later-1:1')).toBeUndefined();
  });

  it('ends with all others: no cut, no slow node, no noise is left', () => {
    const cluster = ring();
    const { faults } = cluster.network;
    const injector = new FaultInjector(cluster, undefined);
    const copies = () => faults.copies('node-0:1', 'node-5:1', cluster.random);
    injector.inject({ atMs: 0, kind: 'slow', pick: 0, extraMs: 70 });
    expect(copies()).toEqual([70]);
    injector.inject({ atMs: 0, kind: 'noise', loss: 0, duplicate: 1, reorder: 0 });
    expect(copies()).toEqual([70, 70]);
    injector.inject({ atMs: 0, kind: 'cut', pick: 0, share: 0.5, bothWays: false });
    expect(copies()).toEqual([]);
    expect(faults.copies('node-5:1', 'node-0:1', cluster.random)).toHaveLength(2);
    injector.inject({ atMs: 0, kind: 'heal' });
    expect(copies()).toEqual([70, 70]);
    injector.endFaults();
    expect(copies()).toEqual([0]);
  });
});
