// Nodes with several positions on the ring, each in one process here.
import { hostOf, positionsOf } from '@chord-dht/chord';
import { MemoryRecordStore } from '@chord-dht/store';
import { RECORD_STORE_FACTORY } from '@chord-dht/nest';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../config/exit-codes';
import { startTestNode, until, type TestNode } from '../testing/test-node';

const SEVERAL = { virtualNodes: 4, store: 'memory' } as const;

/** Disks of all positions, which outlive their node. */
function disks(): ReadonlyMap<symbol, unknown> {
  const all = new Map<number, MemoryRecordStore>();
  const open = (position: number): MemoryRecordStore => {
    const records = all.get(position) ?? new MemoryRecordStore();
    records.close = () => Promise.resolve();
    all.set(position, records);
    return records;
  };
  return new Map([[RECORD_STORE_FACTORY, open]]);
}

const peersOf = async (node: TestNode): Promise<string[]> =>
  (await node.get('/dht/peers')).text.split('\n').sort();
const isWhole = async (
  nodes: readonly TestNode[],
  members: readonly string[],
): Promise<boolean> => {
  const answers = await Promise.all(nodes.map(peersOf));
  return answers.every((peers) => peers.join() === [...members].sort().join());
};

interface Ring {
  members: { node: { address: string }; self: boolean }[];
  health: { state: string; copies: number; sentence: string };
}
const ringOf = async (node: TestNode): Promise<Ring> =>
  (await node.get('/api/v1/ring')).json<Ring & Record<string, unknown>>();

describe('a node with several positions', () => {
  it('needs one of them as long as it is alone', async () => {
    const node = await startTestNode({ config: SEVERAL });
    expect(await peersOf(node)).toEqual([node.address]);
    expect((await ringOf(node)).health).toMatchObject({ state: 'alone', copies: 1 });
    expect((await node.get('/dht/leave')).text.trim()).toBe('ok');
  });

  it('speaks for all of them: keys, figures, the ring', async () => {
    const [node, other] = [await startTestNode({ config: SEVERAL }), await startTestNode()];
    await other.put('/dht/join', node.address);
    const members = [other.address, ...positionsOf(node.address, 4)];
    await until(() => isWhole([node, other], members));
    await until(async () => (await ringOf(node)).health.state === 'healthy');
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`).sort();
    for (const key of keys) expect((await node.put(`/db/${key}`, key)).status).toBe(200);
    const owned = await Promise.all([node, other].map(async (one) => (await one.get('/dht')).text));
    expect(owned.flatMap((text) => text.split('\n').filter(Boolean)).sort()).toEqual(keys);
    const metrics = (await node.get('/metrics')).text;
    expect(metrics).toContain('chord_positions 4');
    await until(async () => (await node.get('/metrics')).text.includes('chord_keys 20'));
    const healthy = 'Ring healthy: 2 nodes at 5 positions, every key on 2 of 3 nodes.';
    let shown: Ring['members'] = [];
    // A node that answers late is not in the picture, which says so: the next one has it.
    await until(async () => {
      const ring = await ringOf(node);
      shown = ring.members;
      return ring.health.sentence === healthy;
    });
    expect(shown.filter(({ self }) => self).map((one) => one.node.address)).toEqual([node.address]);
  });

  it('answers for each of its positions', async () => {
    const node = await startTestNode({ config: SEVERAL });
    const single = await startTestNode({ config: { join: [node.address] } });
    await until(() => isWhole([single], [single.address, ...positionsOf(node.address, 4)]));
    const third = `${node.address}#2`;
    const view = await node.get(`/api/v1/nodes/${encodeURIComponent(third)}`);
    expect(view.json()).toMatchObject({ self: { address: third }, state: 'member' });
    const from = encodeURIComponent(third);
    const lookup = await node.get(`/api/v1/lookups/a?from=${from}`);
    expect(lookup.json()).toMatchObject({ start: { address: third } });
    expect(lookup.json<{ replicas: unknown[] }>().replicas).toHaveLength(2);
  });

  it('joins others by one call, with all its positions, and its keys go with it', async () => {
    const [left, right] = [
      await startTestNode({ config: SEVERAL }),
      await startTestNode({ config: { ...SEVERAL, virtualNodes: 2 } }),
    ];
    await left.put('/db/left', 'of left');
    await right.put('/db/right', 'of right');
    const single = await startTestNode();
    expect((await left.put('/dht/join', `${right.address}\n${single.address}`)).text).toBe('ok');
    const nodes = [left, right, single];
    const members = [
      ...positionsOf(left.address, 4),
      ...positionsOf(right.address, 2),
      single.address,
    ];
    await until(() => isWhole(nodes, members));
    for (const node of nodes) {
      await until(async () => (await node.get('/db/left')).text === 'of left');
      await until(async () => (await node.get('/db/right')).text === 'of right');
    }
    let health: Ring['health'] | undefined;
    await until(async () => (health = (await ringOf(single)).health).state === 'healthy');
    expect(health?.sentence).toContain('3 nodes at 7 positions');
    const { replicas } = (await single.get('/api/v1/lookups/left')).json<{
      replicas: { address: string }[];
    }>();
    expect(new Set(replicas.map(({ address }) => hostOf(address))).size).toBe(3);
  });

  it('comes back with all positions to the ring that it was in', async () => {
    const other = await startTestNode();
    const replace = disks();
    const node = await startTestNode({ replace, config: { ...SEVERAL, join: [other.address] } });
    const members = [other.address, ...positionsOf(node.address, 4)];
    await until(() => isWhole([other, node], members));
    await until(async () => (await ringOf(other)).health.state === 'healthy');
    await other.put('/db/kept', 'value');
    await node.stop();
    await until(async () => (await peersOf(other)).join() === other.address);
    const again = await startTestNode({ replace, config: { ...SEVERAL, port: node.port } });
    await until(() => isWhole([other, again], members));
    await until(async () => (await again.get('/db/kept')).text === 'value');
  });

  it('leaves with all positions, and others have what it had', async () => {
    const others = [await startTestNode(), await startTestNode({ config: SEVERAL })];
    const [first, second] = others as [TestNode, TestNode];
    await first.put('/dht/join', second.address);
    const node = await startTestNode({ config: { ...SEVERAL, join: [first.address] } });
    await until(async () => (await ringOf(node)).health.state === 'healthy');
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    for (const key of keys) expect((await node.put(`/db/${key}`, key)).status).toBe(200);
    expect((await node.get('/dht/leave')).text.trim()).toBe('ok');
    await node.stop();
    await until(() => isWhole(others, [first.address, ...positionsOf(second.address, 4)]));
    for (const key of keys) {
      for (const one of others) expect((await one.get(`/db/${key}`)).text).toBe(key);
    }
  });
});

describe('a node that cannot have so many positions', () => {
  it('reports two of them with the same id', async () => {
    await expect(startTestNode({ config: { ...SEVERAL, bits: 1 } })).rejects.toMatchObject({
      exitCode: EXIT.configuration,
      message: expect.stringContaining('have the same id'),
    });
  });

  it('does not forget those of an earlier start', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'chord-positions-'));
    mkdirSync(join(dataDir, 'positions', '3'), { recursive: true });
    const config = { virtualNodes: 2, store: 'lmdb', dataDir } as const;
    await expect(startTestNode({ config })).rejects.toMatchObject({
      exitCode: EXIT.configuration,
      message: expect.stringMatching(/positions.3 belong to an earlier start/),
    });
    rmSync(dataDir, { recursive: true });
  });
});
