// Nodes become one ring, in whatever order and by whatever door they come.
import { answered, textOf } from './harness/answered';
import { linesOf } from './harness/http';
import { anyOf } from './harness/keys';
import { joinAll, oracleOf, useLab } from './harness/lab';
import type { NodeProcess } from './harness/node-process';
import type { Oracle } from './harness/oracle';

describe('a ring', () => {
  const lab = useLab();
  afterEach(() => lab.clear());

  it('of one answers for itself', async () => {
    const [node] = await lab.start(1);
    const answers = await Promise.all(
      ['/dht/peers', '/dht/get_successor', '/dht/get_predecessor'].map((path) =>
        textOf(node!.get(path)),
      ),
    );
    expect(answers.map((text) => text.trim())).toEqual(Array(3).fill(node!.address));
  });

  it('grows one by one, each newcomer invited by or knocking at any member', async () => {
    const [first, ...others] = await lab.start(5);
    const members = [first!];
    for (const [index, newcomer] of others.entries()) {
      const member = anyOf(members);
      if (index % 2 === 0) await joinAll(member, [newcomer]);
      else await joinAll(newcomer, [member]);
      members.push(newcomer);
    }
    await lab.untilOneRing(members);
  });

  it('takes in seven nodes that start at once with --join', async () => {
    const [first, ...others] = await lab.prepare(8);
    await first!.start();
    await Promise.all(others.map((node) => node.start(['--join', first!.address])));
    await lab.untilOneRing([first!, ...others]);
  });

  it('comes out as one when everyone invites everyone at once; who was too busy to join says so and may ask again', async () => {
    const nodes = await lab.start(4);
    const joins = nodes.map((node) => {
      const others = nodes.filter((other) => other !== node);
      return node.once('PUT', '/dht/join', {
        body: others.map(({ address }) => address).join('\n'),
      });
    });
    for (const { status, text } of await Promise.all(joins)) {
      // Or a peer that is busy itself has not answered in time: 504, or 502 where several failed in several ways.
      expect([200, 502, 503, 504]).toContain(status);
      if (status !== 200)
        expect(JSON.parse(text)).toMatchObject({ code: 'JOIN_FAILED', errors: expect.any(Array) });
    }
    await lab.until('a join of all', () =>
      joinAll(nodes[0]!, nodes.slice(1)).then((): true => true),
    );
    await lab.untilOneRing(nodes);
  });

  it('forms over HTTP between peers as well', async () => {
    await lab.startRing(3, { args: ['--transport', 'http'] });
  });
});

describe('a ring of four nodes by one join', () => {
  const lab = useLab();
  let nodes: NodeProcess[];
  let oracle: Oracle;

  beforeAll(async () => {
    nodes = await lab.startRing(4);
    oracle = oracleOf(nodes);
  });

  it('forms, and every node lists all of them clockwise', async () => {
    await lab.untilListed(nodes);
    for (const node of nodes) {
      const peers = await answered(node.get('/dht/peers'), 200);
      expect(peers.headers['content-type']).toContain('text/plain');
      const ids = oracle
        .clockwise(node.address)
        .map((each) => oracle.idOf(each).toString(16).padStart(40, '0'));
      await lab.until(`the ids at ${node.address}`, async () => {
        const told = linesOf(await node.get('/dht/peers/id')).join(' ');
        return told === ids.join(' ') || told;
      });
    }
  });

  it('answers who follows and who precedes an id', async () => {
    for (const { address } of nodes) {
      const id = oracle.idOf(address);
      const untilTold = (of: bigint | string, expected: string) =>
        lab.until(`${expected} to follow ${of}`, async () => {
          const { text } = await anyOf(nodes).get(`/dht/find_successor?id=${of}`);
          return text.trim() === expected || text;
        });
      await untilTold(id, address);
      await untilTold(`0x${id.toString(16)}`, address);
      await untilTold(id + 1n, oracle.successor(address));
    }
  });
});
