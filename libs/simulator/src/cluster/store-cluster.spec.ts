import { hostOf } from '@chord-dht/chord';
import { wrongCopies } from '../checkers/replica-copies';
import { testHost } from '../testing/node-host';
import { askStore } from '../values/ask-store';
import { StoreCluster } from './store-cluster';

const NAMES = Array.from({ length: 5 }, (_, index) => `node-${index}:1`);

async function ringWith(values: Record<string, string>, seed = 1): Promise<StoreCluster> {
  const cluster = new StoreCluster({ host: testHost, seed, logging: 'hash' });
  expect(await cluster.grow(NAMES)).toBe(true);
  for (const [key, value] of Object.entries(values)) await put(cluster, 'node-0:1', key, value);
  return cluster;
}

async function put(cluster: StoreCluster, node: string, key: string, value: string) {
  const asking = askStore(cluster, node, key, { kind: 'put', value }, { timeoutMs: 3_000 });
  return (await cluster.loop.settle(asking)).entry;
}

async function get(cluster: StoreCluster, node: string, key: string) {
  const request = { kind: 'get', reading: 'majority' } as const;
  return (await cluster.loop.settle(askStore(cluster, node, key, request, { timeoutMs: 3_000 })))
    .entry;
}

/** The addresses of the copies of a key. */
function holdersOf(cluster: StoreCluster, key: string): string[] {
  return [...cluster.stores.keys()].filter((position) => {
    const keyId = cluster.node(position)?.keyId(key) ?? '';
    return cluster.stores.get(position)?.records.get(keyId, key) !== undefined;
  });
}

describe('hosts with several positions', () => {
  async function hosts(): Promise<StoreCluster> {
    const cluster = new StoreCluster({
      host: testHost,
      seed: 1,
      virtualNodes: 3,
      parameters: { successorHostsMin: 3 },
    });
    expect(await cluster.grow(NAMES.slice(0, 4))).toBe(true);
    return cluster;
  }

  it('are one ring, in which each value lies on three hosts', async () => {
    const cluster = await hosts();
    expect(cluster.members()).toHaveLength(12);
    expect(cluster.hosts()).toEqual(NAMES.slice(0, 4));
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      await put(cluster, 'node-1:1', key, 'red');
      await cluster.loop.runUntil(() => cluster.isSettled(), 60_000);
      expect(new Set(holdersOf(cluster, key).map(hostOf)).size).toBe(3);
    }
    expect(wrongCopies(cluster)).toBeUndefined();
  });

  it('come and go with all of them', async () => {
    const cluster = await hosts();
    await put(cluster, 'node-1:1', 'colour', 'red');
    const mourned: string[] = [];
    cluster.onGone((host) => mourned.push(host));
    cluster.crash('node-2:1', 'wiped');
    expect(mourned).toEqual(['node-2:1']);
    expect(cluster.nodes()).toHaveLength(9);
    await cluster.loop.settle(cluster.rejoin('node-2:1', [], () => ['node-0:1']));
    const isWhole = (): boolean => cluster.isSettled() && !wrongCopies(cluster);
    expect(await cluster.loop.runUntil(isWhole, 60_000)).toBe(true);
    expect(cluster.nodes()).toHaveLength(12);

    await cluster.loop.settle(cluster.leave('node-3:1'));
    expect(mourned).toEqual(['node-2:1', 'node-3:1']);
    expect(await cluster.loop.runUntil(isWhole, 60_000)).toBe(true);
    expect(cluster.nodes()).toHaveLength(9);
    expect((await get(cluster, 'node-0:1', 'colour')).reply).toEqual({
      kind: 'value',
      value: 'red',
    });
    expect(cluster.defects).toEqual([]);
  });

  it('sleep as one process', async () => {
    const cluster = await hosts();
    cluster.sleep('node-1:1');
    expect(cluster.isAwake('node-1:1#2')).toBe(false);
    expect(cluster.serving()).toEqual(['node-0:1', 'node-2:1', 'node-3:1']);
    cluster.wake('node-1:1');
    expect(cluster.isAwake('node-1:1#2')).toBe(true);
  });
});

describe('a ring that keeps values', () => {
  it('answers through every node, and each value lies on its three home replicas', async () => {
    const cluster = await ringWith({ colour: 'red' });
    for (const node of NAMES)
      expect((await get(cluster, node, 'colour')).reply).toEqual({ kind: 'value', value: 'red' });
    expect(wrongCopies(cluster)).toBeUndefined();
    expect(cluster.defects).toEqual([]);
  });

  it('detects a missing copy, and one that differs', async () => {
    const cluster = await ringWith({ colour: 'red' });
    const [holder] = NAMES.filter((name) => (cluster.stores.get(name)?.figures().keys ?? 0) > 0);
    const { records } = cluster.stores.get(holder as string)!;
    const keyId = cluster.node(holder as string)!.keyId('colour');
    const record = records.get(keyId, 'colour')!;
    await cluster.loop.settle(records.write({ put: [{ ...record, value: new Uint8Array([1]) }] }));
    expect(wrongCopies(cluster)).toMatch(/^Copies of colour differ/);
    await cluster.loop.settle(records.write({ drop: [record] }));
    expect(wrongCopies(cluster)).toMatch(/^colour lies on .* and belongs on/);
  });

  it.each(['kept', 'power', 'wiped'] as const)(
    'has every value again after a crash whose disk is %s',
    async (fate) => {
      const cluster = await ringWith({ colour: 'red', shape: 'round', size: 'small' });
      cluster.crash('node-2:1', fate);
      await cluster.loop.advance(3_000);
      await cluster.loop.settle(cluster.rejoin('node-2:1', [], () => ['node-0:1']));
      const isWhole = (): boolean => cluster.isSettled() && !wrongCopies(cluster);
      expect(await cluster.loop.runUntil(isWhole, 60_000)).toBe(true);
      expect((await get(cluster, 'node-2:1', 'shape')).reply).toEqual({
        kind: 'value',
        value: 'round',
      });
    },
  );

  it('ends the process whose commit fails; its clients get no answer', async () => {
    const cluster = await ringWith({});
    cluster.disk('node-1:1').failsNext = true;
    const dies = cluster.untilGone('node-1:1');
    for (let value = 0; cluster.stores.has('node-1:1'); value += 1)
      await put(cluster, 'node-0:1', `key-${value}`, 'red');
    await cluster.loop.settle(dies.promise);
    expect((await get(cluster, 'node-1:1', 'key-0')).outcome).toBe('unknown');
    expect(cluster.defects).toEqual([]);
  });

  it('has one history for one seed', async () => {
    const hashes = [];
    for (const seed of [1, 1, 2])
      hashes.push((await ringWith({ colour: 'red' }, seed)).log?.hash());
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });
});
