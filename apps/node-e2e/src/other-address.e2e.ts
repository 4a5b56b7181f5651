// The same disk under another name, and a copy of it. The tests of a ring go on with the disks of the one before.
import { cpSync } from 'node:fs';
import { answered, textOf } from './harness/answered';
import { missingAt, putMany } from './harness/keys';
import { useLab } from './harness/lab';
import { NodeProcess } from './harness/node-process';

type Lab = ReturnType<typeof useLab>;
type Values = ReadonlyMap<string, string>;

function untilAll(lab: Lab, node: NodeProcess, values: Values): Promise<number> {
  return lab.until(`every key at ${node.address}`, async () => {
    const missing = await missingAt(node, values);
    return missing.length === 0 || missing.join('; ');
  });
}

/** Until a node tells none of the names that members had. */
function untilForgotten(
  lab: Lab,
  node: NodeProcess,
  names: readonly { readonly address: string }[],
  paths: readonly string[] = ['/dht/peers', '/api/v1/ring'],
): Promise<number> {
  return lab.until(`${node.address} tells no former name`, async () => {
    const told = await Promise.all(paths.map((path) => textOf(node.get(path))));
    const left = names.filter(({ address }) => told.some((text) => text.includes(address)));
    return left.length === 0 || left.map(({ address }) => address).join(' ');
  });
}

/** Until it says that it cannot serve, with these words. */
function untilUnready(lab: Lab, node: NodeProcess, words: readonly string[]): Promise<number> {
  return lab.until(`${node.address} says ${words.join(', ')}`, async () => {
    const { status, text } = await node
      .once('GET', '/health/ready')
      .catch(() => ({ status: 0, text: '' }));
    return (status === 503 && words.every((word) => text.includes(word))) || `${status} ${text}`;
  });
}

async function ringWithKeys(lab: Lab, count: number) {
  const nodes = await lab.startRing(count);
  await lab.untilHealthy(nodes);
  return { nodes, values: await putMany(nodes, 20) };
}

/** Until all serve, each with every key. */
async function untilServing(
  lab: Lab,
  nodes: readonly NodeProcess[],
  values: Values,
): Promise<void> {
  for (const node of nodes) await node.untilReady();
  for (const node of nodes) await untilAll(lab, node, values);
}

/** The disks of these under names that nobody has had yet; not started. */
async function renamed(lab: Lab, nodes: readonly NodeProcess[]): Promise<NodeProcess[]> {
  const spares = await lab.prepare(nodes.length);
  return nodes.map(({ dataDir }, index) =>
    lab.adopt(new NodeProcess((spares[index] as NodeProcess).port, dataDir)),
  );
}

/** Kills all, and starts their disks under new names. @returns those, in a healthy ring */
async function underNewNames(
  lab: Lab,
  before: readonly NodeProcess[],
  values: Values,
): Promise<NodeProcess[]> {
  for (const node of before) await node.kill();
  const after = await renamed(lab, before);
  const [first, ...others] = after as [NodeProcess, ...NodeProcess[]];
  first.spawn();
  for (const node of others) node.spawn(['--join', first.address]);
  await untilServing(lab, after, values);
  await lab.untilHealthy(after);
  await untilForgotten(lab, first, before);
  await answered(first.put('/db/more', '1'), 200);
  await first.logged('own-name-changed');
  return after;
}

const movesOf = (before: readonly NodeProcess[], after: readonly NodeProcess[]): string =>
  before.map(({ address }, index) => `${address}=${after[index]?.address}`).join(',');

/** Stops all, and says to their disks which names they have now. @returns those, in a healthy ring */
async function moved(
  lab: Lab,
  before: readonly NodeProcess[],
  values: Values,
): Promise<NodeProcess[]> {
  for (const node of before) await node.terminate();
  const after = await renamed(lab, before);
  for (const node of after) node.spawn(['--moved', movesOf(before, after)]);
  await untilServing(lab, after, values);
  await lab.untilHealthy(after);
  await untilForgotten(lab, after[0] as NodeProcess, before, ['/api/v1/ring']);
  // The disks know it from now on.
  for (const node of after) await node.terminate();
  for (const node of after) node.spawn();
  await untilServing(lab, after, values);
  await lab.untilHealthy(after);
  return after;
}

describe('the disk of a ring of one', () => {
  const lab = useLab();
  let before: NodeProcess;
  let spare: NodeProcess;
  let values: Values;

  beforeAll(async () => {
    [before] = (await lab.start(1)) as [NodeProcess];
    [spare] = (await lab.prepare(1)) as [NodeProcess];
    values = await putMany([before], 20);
    await before.terminate();
  });

  it.each([
    ['another port', 'localhost'],
    ['another host name', '127.0.0.1'],
  ])('serves under %s, and takes writes', async (_name, host) => {
    const after = lab.adopt(new NodeProcess(spare.port, before.dataDir, host));
    await after.start();
    expect(await missingAt(after, values)).toEqual([]);
    await answered(after.put(`/db/at-${host}`, '1'), 200);
    expect((await textOf(after.get('/dht/peers'))).trim()).toBe(after.address);
    await after.terminate();
  });

  it('comes back under its first name again', async () => {
    await before.start();
    expect(await missingAt(before, values)).toEqual([]);
    expect(await textOf(before.get('/db/at-localhost'))).toBe('1');
    expect(await textOf(before.get('/db/at-127.0.0.1'))).toBe('1');
  });

  it('serves after kill -9 too, and joins others with what it has', async () => {
    await before.kill();
    const [other, place] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    const after = lab.adopt(new NodeProcess(place.port, before.dataDir));
    await other.start();
    await after.start(['--join', other.address]);
    for (const node of [after, other]) await untilAll(lab, node, values);
  });
});

describe('the disks of a ring of two', () => {
  const lab = useLab();
  let nodes: [NodeProcess, NodeProcess];
  let values: Values;

  beforeAll(async () => {
    const ring = await ringWithKeys(lab, 2);
    [nodes, values] = [ring.nodes as typeof nodes, ring.values];
  });

  it('serve under new names where they lay', async () => {
    nodes = (await underNewNames(lab, nodes, values)) as typeof nodes;
  });

  it('serve under their first names again, and wait for a member that is away', async () => {
    for (const node of nodes) await node.kill();
    const [spare] = (await lab.prepare(1)) as [NodeProcess];
    const alone = lab.adopt(new NodeProcess(spare.port, nodes[0].dataDir));
    alone.spawn();
    await untilUnready(lab, alone, [nodes[1].address]);
    await alone.kill();
    for (const node of nodes) node.spawn();
    await untilServing(lab, nodes, values);
  });

  it('find each other when they have swapped their names, and when they are swapped back', async () => {
    const [first, second] = nodes;
    const swapped = [
      lab.adopt(new NodeProcess(second.port, first.dataDir)),
      lab.adopt(new NodeProcess(first.port, second.dataDir)),
    ] as const;
    for (const to of [swapped, nodes] as const) {
      for (const node of to === nodes ? swapped : nodes) await node.terminate();
      for (const node of to) node.spawn();
      await untilServing(lab, to, values);
      await lab.untilHealthy(to);
      await answered(to[0].put('/db/more', '1'), 200);
    }
  });

  it('serve where a person says that they have moved', async () => {
    nodes = (await moved(lab, nodes, values)) as typeof nodes;
  });

  it('are refused a name that another member bears', async () => {
    const [first, second] = nodes;
    await second.terminate();
    const taking = lab.adopt(new NodeProcess(second.port, second.dataDir));
    taking.spawn(['--moved', `${second.address}=${first.address}`]);
    expect(await taking.ended()).toMatchObject({ code: 78 });
    expect(taking.log).toContain(`${first.address} is another member of the ring already`);
    await second.start();
    await lab.untilHealthy(nodes);
  });

  it('stay apart where a copy has gone on under their name', async () => {
    const [first, second] = nodes;
    await second.terminate();
    const [spare, place] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    cpSync(second.dataDir, place.dataDir, { recursive: true });
    // The copy goes on under the name of the original, which is started under another.
    const copy = lab.adopt(new NodeProcess(second.port, place.dataDir));
    await copy.start();
    await lab.untilHealthy([first, copy]);
    const original = lab.adopt(new NodeProcess(spare.port, second.dataDir));
    original.spawn();
    await untilUnready(lab, original, [second.address]);
    for (const node of [first, copy]) await untilAll(lab, node, values);
  });
});

describe('the disks of a ring of three', () => {
  const lab = useLab();
  let nodes: [NodeProcess, NodeProcess, NodeProcess];
  let values: Values;

  beforeAll(async () => {
    const ring = await ringWithKeys(lab, 3);
    [nodes, values] = [ring.nodes as typeof nodes, ring.values];
  });

  /** The third under another name, after the others have gone on without it. */
  async function goneOn(end: 'kill' | 'terminate'): Promise<NodeProcess> {
    const [first, second, third] = nodes;
    await third[end]();
    values = new Map([...values, ...(await putMany([first, second], 10))]);
    return (await renamed(lab, [third]))[0] as NodeProcess;
  }

  async function untilBack(third: NodeProcess): Promise<void> {
    const [first, second, before] = nodes;
    nodes = [first, second, third];
    await lab.untilHealthy(nodes);
    for (const node of nodes) await untilAll(lab, node, values);
    await untilForgotten(lab, first, [before], ['/dht/peers']);
  }

  it('serve under new names where they lay', async () => {
    nodes = (await underNewNames(lab, nodes, values)) as typeof nodes;
  });

  it('come back into a ring that has gone on without one of them', async () => {
    const third = await goneOn('kill');
    await third.start();
    await untilBack(third);
  });

  it('are no others when they are copied: a copy stays apart, and says whose it is', async () => {
    const [first, second, third] = nodes;
    // All at once: the last two of nodes that stop one after the other agree on a view of their own, and
    // both of them are needed then.
    await Promise.all(nodes.map((node) => node.kill()));
    const [spare] = (await lab.prepare(1)) as [NodeProcess];
    cpSync(third.dataDir, spare.dataDir, { recursive: true });
    for (const node of [first, second, spare]) node.spawn();
    for (const node of [first, second]) await node.untilReady();
    expect(await missingAt(first, values)).toEqual([]);
    expect(await textOf(first.get('/dht/peers'))).not.toContain(spare.address);
    await untilUnready(lab, spare, [third.address, `--port ${third.port}`]);
    await answered(spare.once('GET', `/db/${[...values.keys()][0]}`), 503);
    // Once started under its own name, it knows where it lies; it is still a copy under another.
    await spare.terminate();
    spare.spawn();
    await untilUnready(lab, spare, [third.address]);
    await spare.terminate();
    await third.start();
    await lab.untilHealthy(nodes);
    expect(await missingAt(third, values)).toEqual([]);
  });

  it('serve where a person says that they have moved', async () => {
    nodes = (await moved(lab, nodes, values)) as typeof nodes;
  });

  it('serve where one has moved and the others have gone on, with what was written meanwhile', async () => {
    const third = await goneOn('terminate');
    third.spawn(['--moved', movesOf([nodes[2]], [third])]);
    await third.untilReady();
    await untilBack(third);
  });
});

describe('the disks of a ring of four', () => {
  const lab = useLab();

  it('serve where a person says that they have moved', async () => {
    const { nodes, values } = await ringWithKeys(lab, 4);
    await moved(lab, nodes, values);
  });
});
