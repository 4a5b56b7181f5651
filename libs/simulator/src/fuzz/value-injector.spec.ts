import type { StoreNode } from '@chord-dht/store';
import { StoreCluster } from '../cluster/store-cluster';
import { testHost } from '../testing/node-host';
import { ValueInjector } from './value-injector';
import type { ValueFault } from './value-plan';

const NAMES = ['a:1', 'b:1', 'c:1', 'd:1'];
const FOR_MS = 2_000;
const END_MS = 120_000;
/** A fault of the first serving host. */
const ONE = { atMs: 0, pick: 0, forMs: FOR_MS };
type Looks = (cluster: StoreCluster) => unknown;

async function ring(): Promise<StoreCluster> {
  const cluster = new StoreCluster({ host: testHost, seed: 1 });
  expect(await cluster.grow(NAMES)).toBe(true);
  return cluster;
}

const wallOffset: Looks = (cluster) =>
  (cluster.node('a:1')?.clock.wallMs() ?? 0) - cluster.clock.wallMs();
const delay: Looks = ({ network, random }) => network.faults.copies('a:1', 'b:1', random);
const copiesOf: Looks = ({ network, random }) => network.faults.copies('b:1', 'c:1', random).length;
const running: Looks = (cluster) => cluster.nodes().length;

describe('a fault that lasts', () => {
  it.each<[string, ValueFault, Looks, unknown, unknown]>([
    ['skew', { ...ONE, kind: 'skew', offsetMs: -500 }, wallOffset, 0, -500],
    ['slow', { ...ONE, kind: 'slow', extraMs: 80 }, delay, [0], [80]],
    ['disk-slow', { ...ONE, kind: 'disk-slow', extraMs: 90 }, (c) => c.disk('a:1').extraMs, 0, 90],
    ['disk-full', { ...ONE, kind: 'disk-full' }, (c) => c.disk('a:1').isFull, false, true],
    ['cut', { ...ONE, kind: 'cut', share: 0.5, bothWays: true }, copiesOf, 1, 0],
    ['noise', { ...ONE, kind: 'noise', loss: 0, duplicate: 1, reorder: 0 }, copiesOf, 1, 2],
    ['crash', { ...ONE, kind: 'crash', disk: 'kept' }, running, 4, 3],
    ['sleep', { ...ONE, kind: 'sleep' }, (c) => c.isAwake('a:1'), true, false],
  ])(
    '%s: has its effect for its time, and no longer',
    async (_kind, fault, looks, well, harmed) => {
      const cluster = await ring();
      const injector = new ValueInjector(cluster);
      expect(looks(cluster)).toEqual(well);
      injector.inject(fault);
      await cluster.loop.advance(0.9 * FOR_MS);
      expect(looks(cluster)).toEqual(harmed);
      expect(injector.idle).toBe(false);
      expect(await cluster.loop.runUntil(() => injector.idle, END_MS)).toBe(true);
      expect(looks(cluster)).toEqual(well);
      expect(cluster.defects).toEqual([]);
    },
  );

  it('leave: by the protocol, and back again', async () => {
    const cluster = await ring();
    const injector = new ValueInjector(cluster);
    injector.inject({ ...ONE, kind: 'leave' });
    expect(await cluster.loop.runUntil(() => !cluster.node('a:1'), END_MS)).toBe(true);
    expect(await cluster.loop.runUntil(() => injector.idle, END_MS)).toBe(true);
    expect(cluster.serving()).toContain('a:1');
  });

  it('join: a new host', async () => {
    const cluster = await ring();
    const injector = new ValueInjector(cluster);
    injector.inject({ atMs: 0, kind: 'join', pick: 0 });
    expect(await cluster.loop.runUntil(() => injector.idle, END_MS)).toBe(true);
    expect(cluster.serving()).toHaveLength(NAMES.length + 1);
  });

  it('disk-fails: the process ends with its next commit, and returns', async () => {
    const cluster = await ring();
    const injector = new ValueInjector(cluster);
    injector.inject({ ...ONE, kind: 'disk-fails' });
    expect(cluster.disk('a:1').failsNext).toBe(true);
    const first = cluster.stores.get('a:1');
    first?.records.putState('anything', 'at all').catch(() => undefined);
    expect(await cluster.loop.runUntil(() => !cluster.stores.has('a:1'), END_MS)).toBe(true);
    expect(await cluster.loop.runUntil(() => cluster.serving().includes('a:1'), END_MS)).toBe(true);
    expect(cluster.stores.get('a:1')).not.toBe(first);
  });
});

describe('the limits of the promised faults', () => {
  it('has one bare disk at a time, and leaves two members', async () => {
    const cluster = await ring();
    const injector = new ValueInjector(cluster);
    for (const address of NAMES.slice(0, 2)) {
      const { records } = cluster.stores.get(address) as StoreNode;
      await cluster.loop.settle(records.putState('mark', address));
    }
    for (let crash = 0; crash < NAMES.length; crash += 1)
      injector.inject({ ...ONE, kind: 'crash', disk: 'wiped' });
    expect(cluster.serving()).toEqual(['c:1', 'd:1']);
    const mark = (address: string) => cluster.disk(address).open(ports(cluster)).getState('mark');
    expect(mark('a:1')).toBeUndefined();
    expect(mark('b:1')).toBe('b:1');
  });
});

const ports = (cluster: StoreCluster) => ({ clock: cluster.clock, onFatal: () => undefined });
