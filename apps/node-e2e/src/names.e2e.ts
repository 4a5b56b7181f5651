// A name leads to one node, from everywhere: what does not is found out when nodes join, and told.
import { answered } from './harness/answered';
import { send } from './harness/http';
import { useLab } from './harness/lab';
import { NodeProcess } from './harness/node-process';
import { patiently } from './harness/patiently';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** To a node that listens on an address of its own. */
const joinAt = (host: string, port: number, body: string) =>
  patiently('PUT', '/dht/join', { body, host }, (question) =>
    send(port, 'PUT', '/dht/join', question),
  );

onLinux('two nodes of one name', () => {
  const lab = useLab();
  let first: NodeProcess;
  let second: NodeProcess;

  beforeAll(async () => {
    [first] = (await lab.prepare(1)) as [NodeProcess];
    await first.start(['--bind', '127.0.0.1']);
    second = lab.adopt(new NodeProcess(first.port, `${first.dataDir}-second`));
    second.spawn(['--bind', '127.0.0.2']);
    await lab.until('the second to serve', async () => {
      const { status } = await send(second.port, 'GET', '/health/ready', { host: '127.0.0.2' });
      return status === 200 || `ready says ${status}`;
    });
  });

  it('are told apart: the join fails and names the options', async () => {
    for (const [at, peer] of [
      ['127.0.0.2', '127.0.0.1'],
      ['127.0.0.1', '127.0.0.2'],
      ['127.0.0.2', 'localhost'],
    ] as const) {
      const answer = await answered(joinAt(at, first.port, `${peer}:${first.port}`), 409);
      expect(answer.text).toContain('--host or --port');
    }
  });

  it('are not both taken by a third', async () => {
    const [third] = (await lab.start(1)) as [NodeProcess];
    await answered(third.put('/dht/join', `127.0.0.1:${first.port}`), 200);
    const other = await answered(third.put('/dht/join', `127.0.0.2:${first.port}`), 409);
    expect(other.text).toContain('--host');
    // Nor does it get in through one that does not know it.
    const answer = await answered(joinAt('127.0.0.2', second.port, third.address), 409);
    expect(answer.text).toContain('--host or --port');
    await lab.untilListed([third, first]);
  });

  it('is warned of at the start, and refused at --join', async () => {
    await lab.until('the warning', () => second.log.includes('name-leads-elsewhere') || 'not yet');
    const [spare] = (await lab.prepare(1)) as [NodeProcess];
    const joining = lab.adopt(new NodeProcess(first.port, spare.dataDir));
    joining.spawn(['--bind', '127.0.0.3', '--join', first.address]);
    expect((await joining.ended()).code).toBe(78);
    expect(joining.log).toContain('--host or --port');
  });

  it('may be called by other names that lead to it', async () => {
    const [a, b] = (await lab.start(2)) as [NodeProcess, NodeProcess];
    for (const name of ['127.0.0.1', '[::1]', 'localhost.localdomain', 'LOCALHOST'])
      await answered(a.put('/dht/join', `${name}:${b.port}`), 200);
    await answered(a.put('/dht/join', `127.0.0.1:${a.port}`), 200);
  });
});

describe('a node that others can reach', () => {
  const lab = useLab();

  it('and that calls itself localhost is warned', async () => {
    const [node, named] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    await node.start(['--insecure', '--bind', '0.0.0.0']);
    await node.logged(/name-is-local.*--host/);
    const other = lab.adopt(new NodeProcess(named.port, named.dataDir, '127.0.0.1'));
    await other.start();
    expect(other.log).not.toContain('name-is-local');
  });
});

describe('a list of seeds with the node itself in it', () => {
  const lab = useLab();

  it.each([
    ['its name', (port: number) => `localhost:${port}`],
    ['other names of it', (port: number) => `127.0.0.1:${port},[::1]:${port}`],
  ])('is a ring of one: %s', async (_name, seeds) => {
    const [node] = (await lab.prepare(1)) as [NodeProcess];
    await node.start(['--join', seeds(node.port)]);
    await answered(node.put('/db/a', '1'), 200);
    await node.logged('no-other-seed');
    expect(node.log).not.toContain('join-failed');
  });

  it('makes one ring of all that are started with it', async () => {
    const nodes = await lab.prepare(3);
    const seeds = nodes.map(({ address }) => address).join(',');
    await Promise.all(nodes.map((node) => node.start(['--join', seeds])));
    await lab.untilOneRing(nodes);
  });

  it('waits for the others, more and more slowly, and says for whom', async () => {
    const [node, seed] = (await lab.prepare(2)) as [NodeProcess, NodeProcess];
    node.spawn(['--join', `${node.address},${seed.address}`]);
    await lab.until('two attempts', () => /trying again in 2 s/.test(node.log) || 'not yet');
    expect(node.log).toMatch(
      new RegExp(`join-failed.*"peers":\\["${seed.address}"\\].*trying again in 1 s`),
    );
    const { status, text } = await node.once('GET', '/health/ready');
    expect([status, text]).toEqual([503, expect.stringContaining(`Start one of ${seed.address}`)]);
    await seed.start(['--join', `${node.address},${seed.address}`]);
    await node.untilReady();
    await lab.untilOneRing([node, seed]);
  });
});
