// Processes with several positions on the ring: one ring of all positions, and a process is lost as one.
import { answered, textOf } from './harness/answered';
import { anyOf, missingAt, putMany } from './harness/keys';
import { joinAll, useLab, type Lab } from './harness/lab';
import { linesOf } from './harness/http';
import { measured } from './harness/measured';
import type { NodeProcess } from './harness/node-process';
import { Oracle } from './harness/oracle';

const POSITIONS = 4;
const COPIES = 3;
const SEVERAL = { args: ['--virtual-nodes', String(POSITIONS)] };

const processOf = (address: string): string => address.split('#')[0] ?? '';

function positionsOf({ address }: NodeProcess, count = POSITIONS): string[] {
  return [address, ...Array.from({ length: count - 1 }, (_, index) => `${address}#${index + 1}`)];
}

function oracleOf(nodes: readonly NodeProcess[]): Oracle {
  return new Oracle(nodes.flatMap((node) => positionsOf(node)));
}

/** Waits until each process sees exactly the positions of these, in their order on the circle. */
function untilOneRing(lab: Lab, nodes: readonly NodeProcess[]): Promise<number> {
  const oracle = oracleOf(nodes);
  const differences = async (node: NodeProcess): Promise<string[]> => {
    const peers = linesOf(await node.once('GET', '/dht/peers')).join(' ');
    const expected = oracle.clockwise(node.address).join(' ');
    return peers === expected ? [] : [`${node.address} sees ${peers}, not ${expected}`];
  };
  const state = `one ring of ${nodes.length} times ${POSITIONS}`;
  const probe = async () => (await Promise.all(nodes.map(differences))).flat().join('; ') || true;
  return lab.until(state, probe);
}

interface NodeView {
  readonly self: { readonly id: string; readonly address: string };
  readonly store: { readonly keys: number };
}

/** How many keys every position keeps, by what it says itself. */
async function kept(nodes: readonly NodeProcess[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    for (const position of positionsOf(node)) {
      const answer = await node.get(`/api/v1/nodes/${encodeURIComponent(position)}`);
      counts.set(position, answer.json<NodeView>().store.keys);
    }
  }
  return counts;
}

/** Waits until every position keeps as many keys as it is a home of, and no other. */
function untilAtHome(
  lab: Lab,
  nodes: readonly NodeProcess[],
  keys: readonly string[],
): Promise<number> {
  const oracle = oracleOf(nodes);
  const homes = keys.flatMap((key) => oracle.homes(key, COPIES));
  const probe = async () => {
    const counts = await kept(nodes);
    const wrong = [...counts].flatMap(([position, count]) => {
      const expected = homes.filter((home) => home === position).length;
      return count === expected ? [] : [`${position} keeps ${count} of ${expected}`];
    });
    return wrong.join('; ') || true;
  };
  return lab.until('every key at its homes', probe);
}

async function replicasOf(node: NodeProcess, key: string): Promise<string[]> {
  const lookup = await node.get(`/api/v1/lookups/${key}`);
  return lookup.json<{ replicas: NodeView['self'][] }>().replicas.map(({ address }) => address);
}

async function nothingMissing(nodes: readonly NodeProcess[], values: ReadonlyMap<string, string>) {
  for (const node of nodes) expect(await missingAt(node, values)).toEqual([]);
}

describe('three processes with four positions each', () => {
  const lab = useLab();
  let nodes: NodeProcess[] = [];
  let fourth: NodeProcess;
  let values = new Map<string, string>();
  let keys: string[] = [];

  beforeAll(async () => {
    nodes = await lab.start(3, SEVERAL);
    [fourth] = (await lab.prepare(1, SEVERAL)) as [NodeProcess];
  });

  it('become a ring of twelve by one call', async () => {
    const [first, ...others] = nodes as [NodeProcess, ...NodeProcess[]];
    const startMs = performance.now();
    await joinAll(first, others);
    measured('three processes of four positions joined', performance.now() - startMs, 'ms');
    await untilOneRing(lab, nodes);
    const oracle = oracleOf(nodes);
    for (const node of nodes) {
      const [id] = linesOf(await node.get('/dht/peers/id'));
      expect(BigInt(`0x${id}`)).toBe(oracle.idOf(node.address));
    }
  });

  it('keep every key in three processes', async () => {
    values = await putMany(nodes, 100);
    keys = [...values.keys()];
    await untilAtHome(lab, nodes, keys);
    const oracle = oracleOf(nodes);
    for (const key of keys) {
      const homes = oracle.homes(key, COPIES);
      expect(new Set(homes.map(processOf)).size).toBe(COPIES);
      await lab.until(`the homes of ${key}`, async () => {
        const told = (await replicasOf(anyOf(nodes), key)).join(' ');
        return told === homes.join(' ') || `they are ${told}, not ${homes.join(' ')}`;
      });
    }
    await nothingMissing(nodes, values);
  });

  it('lose one copy with a process that is killed, and a fourth takes it over', async () => {
    const [victim, ...survivors] = nodes as [NodeProcess, ...NodeProcess[]];
    await victim.kill();
    const startMs = performance.now();
    await lab.until('every key at the survivors', async () => {
      const missing = await Promise.all(survivors.map((node) => missingAt(node, values)));
      return missing.flat().join('; ') || true;
    });
    measured('four positions lost at once, every key served', performance.now() - startMs, 'ms');
    await fourth.start(['--join', survivors[0]!.address]);
    const present = [...survivors, fourth];
    await untilOneRing(lab, present);
    await untilAtHome(lab, present, keys);
    await nothingMissing(present, values);
  });

  it('take the killed one in again when it is back', async () => {
    await nodes[0]!.start();
    const all = [...nodes, fourth];
    await untilOneRing(lab, all);
    await untilAtHome(lab, all, keys);
    await nothingMissing(all, values);
  });

  it('lose nothing when one leaves with all its positions', async () => {
    const [leaver, ...rest] = [nodes[1]!, nodes[0]!, nodes[2]!, fourth] as [
      NodeProcess,
      ...NodeProcess[],
    ];
    const startMs = performance.now();
    const text = await textOf(leaver.get('/dht/leave'));
    measured('four positions left one by one', performance.now() - startMs, 'ms');
    expect(text.trim()).toBe('ok');
    expect(await leaver.ended()).toEqual({ code: 0, signal: null });
    await untilOneRing(lab, rest);
    await nothingMissing(rest, values);
    await untilAtHome(lab, rest, keys);
  });
});

describe('a process that gets more positions', () => {
  const lab = useLab();
  const selfOf = async (node: NodeProcess) =>
    (await node.get('/api/v1/node')).json<NodeView>().self;

  it('keeps its id and its keys, and does not forget positions that it had', async () => {
    const [node, other] = (await lab.start(2)) as [NodeProcess, NodeProcess];
    const values = await putMany([node], 30);
    const self = await selfOf(node);
    await node.terminate();
    await node.start(['--virtual-nodes', '3']);
    expect(await selfOf(node)).toEqual(self);
    await lab.until('every key', async () => (await missingAt(node, values)).join('; ') || true);
    // As long as it is alone it needs one position only.
    expect(linesOf(await node.get('/dht/peers'))).toEqual([node.address]);

    await joinAll(node, [other]);
    const members = [...positionsOf(node, 3), other.address].sort().join(' ');
    await lab.until('all three positions', async () => {
      const peers = linesOf(await other.get('/dht/peers'))
        .sort()
        .join(' ');
      return peers === members || peers;
    });
    await lab.until('every key', async () => (await missingAt(other, values)).join('; ') || true);

    // The other leaves; what lies at three positions of one process has to be found again there.
    await answered(other.get('/dht/leave'), 200);
    await lab.until('every key', async () => (await missingAt(node, values)).join('; ') || true);
    await node.kill();
    await node.start(['--virtual-nodes', '3']);
    await lab.until('every key', async () => (await missingAt(node, values)).join('; ') || true);
    await node.terminate();
    node.spawn();
    expect(await node.ended()).toEqual({ code: 78, signal: null });
    expect(node.log).toContain('belong to an earlier start with more --virtual-nodes');
  });
});
