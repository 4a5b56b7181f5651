// Nodes die and come back: the ring closes its gap, and what a node has acknowledged it still has.
import { textOf } from './harness/answered';
import { missingAt, putMany } from './harness/keys';
import { joinAll, oracleOf, useLab } from './harness/lab';
import { listen } from './harness/event-stream';
import { measured } from './harness/measured';
import type { NodeProcess } from './harness/node-process';

describe('a ring of five', () => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];
  let values = new Map<string, string>();

  beforeAll(async () => {
    nodes = await lab.startRing(5);
    values = await putMany(nodes, 100);
    await lab.untilHealthy(nodes);
  });

  async function nothingMissing(): Promise<void> {
    for (const node of nodes) expect(await missingAt(node, values)).toEqual([]);
  }

  describe('that loses a member to kill -9', () => {
    let victim: NodeProcess;
    let survivors: NodeProcess[] = [];

    beforeAll(() => {
      [victim, ...survivors] = nodes as [NodeProcess, ...NodeProcess[]];
    });

    it('closes the gap, and serves every key, also those that were its own', async () => {
      await victim.kill();
      const startMs = performance.now();
      measured('gap closed after kill -9, default timers', await lab.untilOneRing(survivors), 'ms');
      await lab.until('every key at every survivor', async () => {
        const missing = await Promise.all(survivors.map((node) => missingAt(node, values)));
        return missing.flat().join('; ') || true;
      });
      measured('every key served again after kill -9', performance.now() - startMs, 'ms');
    });

    it('finds it again when it is started without any hint, with the keys it had', async () => {
      await victim.start();
      measured('member back in its ring after a restart', await lab.untilOneRing(nodes), 'ms');
      await nothingMissing();
    });

    it('survives that two of five die at once', async () => {
      const [a, b, ...rest] = survivors as [NodeProcess, NodeProcess, ...NodeProcess[]];
      await Promise.all([a.kill(), b.kill()]);
      await lab.untilOneRing([victim, ...rest]);
      await Promise.all([a.start(), b.start()]);
      await lab.untilOneRing(nodes);
      await nothingMissing();
    });
  });

  describe('of which a member is stopped', () => {
    it.each(['SIGTERM', '/shutdown'])(
      'by %s ends it with 0, misses it at once, and has it back with its keys',
      async (way) => {
        const [member, ...others] = nodes as [NodeProcess, ...NodeProcess[]];

        if (way === 'SIGTERM') {
          expect(await member.terminate()).toEqual({ code: 0, signal: null });
        } else {
          expect((await textOf(member.get(way))).trim()).toBe('ok');
          expect(await member.ended()).toEqual({ code: 0, signal: null });
        }
        measured(`gap closed after ${way}`, await lab.untilOneRing(others), 'ms');

        await member.start();
        await lab.untilOneRing(nodes);
        await nothingMissing();
      },
    );

    it('hears its goodbye', async () => {
      const [member, ...others] = nodes as [NodeProcess, ...NodeProcess[]];
      const next = oracleOf(nodes).successor(member.address);
      const neighbour = others.find(({ address }) => address === next) as NodeProcess;
      const heard = await listen(neighbour, 'peer-said-goodbye');
      await member.terminate();
      expect(await heard.data).toContain(member.address);
      await member.start();
      await lab.untilOneRing(nodes);
    });
  });

  it('finds itself again without being told, with every key, when all lose power at once', async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await Promise.all(nodes.map((node) => node.start()));
    measured('ring of five whole again after all were killed', await lab.untilOneRing(nodes), 'ms');
    await nothingMissing();
  });
});

describe('the only node', () => {
  const lab = useLab();
  let node: NodeProcess;

  beforeAll(async () => {
    [node] = (await lab.start(1)) as [NodeProcess];
  });

  it('has every acknowledged value after kill -9', async () => {
    const values = await putMany([node], 100);
    await node.kill();
    await node.start();
    expect(await missingAt(node, values)).toEqual([]);
  });

  it('just stops on leave and keeps its keys', async () => {
    const values = await putMany([node], 20);
    expect((await textOf(node.get('/dht/leave'))).trim()).toBe('ok');
    expect(await node.ended()).toEqual({ code: 0, signal: null });
    await node.start();
    expect(await missingAt(node, values)).toEqual([]);
  });
});

describe('two rings of several nodes', () => {
  const lab = useLab();

  it('become one by one join at any of them, with the keys of both', async () => {
    const [left, right] = await Promise.all([lab.startRing(3), lab.startRing(3)]);
    const values = new Map([
      ...(await putMany(left, 60, 'left')),
      ...(await putMany(right, 60, 'right')),
    ]);
    await joinAll(left[1]!, [right[2]!]);
    const all = [...left, ...right];
    await lab.untilOneRing(all);
    await lab.until('every key of both rings at every node', async () => {
      const missing = await Promise.all(all.map((node) => missingAt(node, values)));
      return missing.flat().join('; ') || true;
    });
  });
});
