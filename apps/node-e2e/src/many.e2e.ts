// Thirty-two processes become one ring and keep keys, each of which is read at each of them.
import { anyOf, forEach, missingAt, seed } from './harness/keys';
import { joinAll, oracleOf, useLab } from './harness/lab';
import { measured } from './harness/measured';
import type { NodeProcess } from './harness/node-process';

const NODES = 32;
/** Two of each member, read at each node: every node asks every other. Rings with many keys are the matter of other files. */
const KEYS = 2 * NODES;

describe('thirty-two nodes', () => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];
  let values = new Map<string, string>();

  beforeAll(async () => {
    // So that no arc is so short that a key of it has to be searched for long.
    nodes = await lab.prepare(NODES, { apart: true });
    const startMs = performance.now();
    const waiting = [...nodes];
    const lane = async () => {
      for (let node = waiting.shift(); node; node = waiting.shift()) await node.start();
    };
    await Promise.all(Array.from({ length: 4 }, lane));
    measured(`${NODES} processes started`, (performance.now() - startMs) / 1000, 's');
  });

  it('become one ring by one join', async () => {
    const startMs = performance.now();
    await joinAll(nodes[0]!, nodes.slice(1));
    measured(`${NODES} nodes: PUT /dht/join answered`, (performance.now() - startMs) / 1000, 's');
    await lab.untilOneRing(nodes, { everyMs: 250 });
    measured(
      `${NODES} nodes: every pointer right, since the join`,
      (performance.now() - startMs) / 1000,
      's',
    );
  });

  it('keep keys that are read at every node', async () => {
    const startMs = performance.now();
    const keys = oracleOf(nodes).keysOfEach(KEYS, 'key-');
    values = new Map(keys.map((key) => [key, `value of ${key}`]));
    await seed(nodes, values);
    measured(`${KEYS} keys put at random nodes`, (performance.now() - startMs) / 1000, 's');
    const readMs = performance.now();
    for (const node of nodes) expect(await missingAt(node, values)).toEqual([]);
    measured(
      `${KEYS * NODES} reads, each key at each node`,
      (performance.now() - readMs) / 1000,
      's',
    );
  });

  it('find an owner in few hops', async () => {
    // With full successor lists, of 20, no way is longer than three hops; they fill within some rounds.
    await lab.until('short ways', async () => {
      const hops: number[] = [];
      await forEach(values.keys(), async (key) => {
        const trace = await anyOf(nodes).get(`/api/v1/lookups/${key}`);
        hops.push(trace.json<{ hopCount: number }>().hopCount);
      });
      const mean = hops.reduce((sum, count) => sum + count, 0) / hops.length;
      if (Math.max(...hops) > Math.log2(NODES)) return `up to ${Math.max(...hops)} hops`;
      measured(`${NODES} nodes: mean hops of a lookup`, mean, 'hops');
      return true;
    });
  });

  it('close the gaps when four of them die', async () => {
    const victims = nodes.slice(0, 4);
    await Promise.all(victims.map((node) => node.kill()));
    const took = await lab.untilOneRing(nodes.slice(4), {
      everyMs: 250,
    });
    measured(`${NODES} nodes: four gaps closed`, took, 'ms');
  });
});
