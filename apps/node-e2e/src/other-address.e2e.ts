// The same disk under another name, and a copy of it.
import { cpSync } from 'node:fs';
import { answered, textOf } from './harness/answered';
import { missingAt, putMany } from './harness/keys';
import { useLab } from './harness/lab';
import { NodeProcess } from './harness/node-process';

type Lab = ReturnType<typeof useLab>;

function untilAll(
  lab: Lab,
  node: NodeProcess,
  values: ReadonlyMap<string, string>,
): Promise<number> {
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

describe('the disk of a ring of one', () => {
  const lab = useLab();

  it.each([
    ['another port', 'localhost'],
    ['another host name', '127.0.0.1'],
  ])('serves under %s, and takes writes', async (_name, host) => {
    const [before, spare] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    await before.start();
    const values = await putMany([before], 20);
    await before.terminate();
    const after = lab.adopt(new NodeProcess(spare.port, before.dataDir, host));
    await after.start();
    expect(await missingAt(after, values)).toEqual([]);
    await answered(after.put('/db/more', '1'), 200);
    expect((await textOf(after.get('/dht/peers'))).trim()).toBe(after.address);
  });

  it('serves after kill -9 too, and joins others with what it has', async () => {
    const [before, spare, other] = (await lab.prepare(3)) as [
      NodeProcess,
      NodeProcess,
      NodeProcess,
    ];
    await before.start();
    const values = await putMany([before], 20);
    await before.kill();
    const after = lab.adopt(new NodeProcess(spare.port, before.dataDir));
    await other.start();
    await after.start(['--join', other.address]);
    await lab.until('every key at both', async () => {
      const missing = [...(await missingAt(after, values)), ...(await missingAt(other, values))];
      return missing.length === 0 || missing.join('; ');
    });
  });

  it('comes back under its first name again', async () => {
    const [before, spare] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    await before.start();
    const values = await putMany([before], 20);
    await before.terminate();
    const after = lab.adopt(new NodeProcess(spare.port, before.dataDir));
    await after.start();
    await answered(after.put('/db/more', '1'), 200);
    await after.terminate();
    await before.start();
    expect(await missingAt(before, values)).toEqual([]);
    expect(await textOf(before.get('/db/more'))).toBe('1');
  });
});

describe('a disk that lies where it lay', () => {
  const lab = useLab();

  it.each([2, 3])('serves under a new name, as do all of a ring of %i', async (count) => {
    const before = await lab.startRing(count);
    await lab.untilHealthy(before);
    const values = await putMany(before, 20);
    for (const node of before) await node.kill();
    const spares = await lab.prepare(count);
    const after = before.map(({ dataDir }, index) =>
      lab.adopt(new NodeProcess((spares[index] as NodeProcess).port, dataDir)),
    );
    const [first, ...others] = after as [NodeProcess, ...NodeProcess[]];
    first.spawn();
    for (const node of others) node.spawn(['--join', first.address]);
    for (const node of after) await node.untilReady();
    for (const node of after) await untilAll(lab, node, values);
    await lab.untilHealthy(after);
    await untilForgotten(lab, first, before);
    await answered(first.put('/db/more', '1'), 200);
    await first.logged('own-name-changed');
    await lab.clear();
  });

  it('comes back into a ring that has gone on without it', async () => {
    const ring = await lab.startRing(3);
    await lab.untilHealthy(ring);
    const values = await putMany(ring, 20);
    const [first, second, third] = ring as [NodeProcess, NodeProcess, NodeProcess];
    await third.kill();
    const more = await putMany([first, second], 10);
    const [spare] = (await lab.prepare(1)) as [NodeProcess];
    const moved = lab.adopt(new NodeProcess(spare.port, third.dataDir));
    await moved.start();
    await lab.untilHealthy([first, second, moved]);
    for (const node of [first, second, moved])
      await untilAll(lab, node, new Map([...values, ...more]));
    await untilForgotten(lab, first, [third], ['/dht/peers']);
    await lab.clear();
  });

  it('serves under its first name again, and waits for a member that is away', async () => {
    const before = (await lab.startRing(2)) as [NodeProcess, NodeProcess];
    await lab.untilHealthy(before);
    const values = await putMany(before, 20);
    for (const node of before) await node.kill();
    const [spare] = (await lab.prepare(1)) as [NodeProcess];
    const alone = lab.adopt(new NodeProcess(spare.port, before[0].dataDir));
    alone.spawn();
    await untilUnready(lab, alone, [before[1].address]);
    await alone.kill();
    for (const node of before) node.spawn();
    for (const node of before) await node.untilReady();
    for (const node of before) await untilAll(lab, node, values);
    await lab.clear();
  });
});

describe('two disks that swap their names', () => {
  const lab = useLab();

  it('find each other and serve, and so they do when they are swapped back', async () => {
    const before = (await lab.startRing(2)) as [NodeProcess, NodeProcess];
    await lab.untilHealthy(before);
    const values = await putMany(before, 20);
    for (const node of before) await node.terminate();
    const [first, second] = before;
    const after = [
      lab.adopt(new NodeProcess(second.port, first.dataDir)),
      lab.adopt(new NodeProcess(first.port, second.dataDir)),
    ];
    for (const nodes of [after, before]) {
      for (const node of nodes) node.spawn();
      for (const node of nodes) await node.untilReady();
      await lab.untilHealthy(nodes);
      for (const node of nodes) await untilAll(lab, node, values);
      await answered((nodes[0] as NodeProcess).put('/db/more', '1'), 200);
      for (const node of nodes) await node.terminate();
    }
    await lab.clear();
  });
});

describe('a copy of a disk', () => {
  const lab = useLab();

  it('stays apart under another name, and says whose it is', async () => {
    const ring = await lab.startRing(3);
    await lab.untilHealthy(ring);
    const values = await putMany(ring, 20);
    const [first, second, third] = ring as [NodeProcess, NodeProcess, NodeProcess];
    // All at once: the last two of nodes that stop one after the other agree on a view of their own, and
    // both of them are needed then.
    await Promise.all(ring.map((node) => node.kill()));
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
    await lab.untilHealthy(ring);
    expect(await missingAt(third, values)).toEqual([]);
    await lab.clear();
  });

  it('is not needed where the original answers: the disk itself stays apart then', async () => {
    const ring = await lab.startRing(2);
    await lab.untilHealthy(ring);
    const values = await putMany(ring, 20);
    const [first, second] = ring as [NodeProcess, NodeProcess];
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
    await lab.clear();
  });
});

describe('disks that a person says have moved', () => {
  const lab = useLab();
  const movesOf = (before: readonly NodeProcess[], after: readonly NodeProcess[]): string =>
    before.map(({ address }, index) => `${address}=${after[index]?.address}`).join(',');
  it.each([2, 3, 4])('serve under their new names: all of a ring of %i', async (count) => {
    const before = await lab.startRing(count);
    await lab.untilHealthy(before);
    const values = await putMany(before, 20);
    for (const node of before) await node.terminate();
    const spares = await lab.prepare(count);
    const after = before.map(({ dataDir }, index) => {
      const { port } = spares[index] as NodeProcess;
      return lab.adopt(new NodeProcess(port, dataDir));
    });
    for (const node of after) node.spawn(['--moved', movesOf(before, after)]);
    for (const node of after) await node.untilReady();
    for (const node of after) await untilAll(lab, node, values);
    await lab.untilHealthy(after);
    await untilForgotten(lab, after[0] as NodeProcess, before, ['/api/v1/ring']);
    // The disks know it from now on.
    for (const node of after) await node.terminate();
    for (const node of after) node.spawn();
    for (const node of after) await untilAll(lab, node, values);
    await lab.clear();
  });

  it('serve in a ring that has gone on without them, with what was written meanwhile', async () => {
    const ring = await lab.startRing(3);
    await lab.untilHealthy(ring);
    const values = await putMany(ring, 20);
    const [first, second, third] = ring as [NodeProcess, NodeProcess, NodeProcess];
    await third.terminate();
    const more = await putMany([first, second], 10);
    const [spare] = (await lab.prepare(1)) as [NodeProcess];
    const moved = lab.adopt(new NodeProcess(spare.port, third.dataDir));
    moved.spawn(['--moved', movesOf([third], [moved])]);
    await moved.untilReady();
    await lab.untilHealthy([first, second, moved]);
    for (const node of [first, second, moved])
      await untilAll(lab, node, new Map([...values, ...more]));
    await untilForgotten(lab, first, [third], ['/dht/peers']);
    await lab.clear();
  });

  it('are refused a name that another member bears', async () => {
    const [first, second] = (await lab.startRing(2)) as [NodeProcess, NodeProcess];
    await putMany([first, second], 5);
    await lab.untilHealthy([first, second]);
    await second.terminate();
    const moved = lab.adopt(new NodeProcess(second.port, second.dataDir));
    moved.spawn(['--moved', `${second.address}=${first.address}`]);
    expect(await moved.ended()).toMatchObject({ code: 78 });
    expect(moved.log).toContain(`${first.address} is another member of the ring already`);
    await second.start();
    await lab.untilHealthy([first, second]);
  });
});
