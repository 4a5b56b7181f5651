import { MemberHolder } from '@chord-dht/nest';
import {
  startTestNode,
  startTestRing,
  until,
  untilHealthy,
  type TestNode,
} from '../testing/test-node';
import type { LookupDto } from './dto/lookup.dto';
import type { RingDto } from './dto/ring.dto';

describe('a ring of three', () => {
  let nodes: [TestNode, TestNode, TestNode];
  beforeAll(async () => {
    nodes = (await startTestRing(3)) as typeof nodes;
    await untilHealthy(nodes);
  });

  it('is reported alike, clockwise, by every member', async () => {
    const [first = []] = await Promise.all(
      nodes.map(async (node) => (await node.get('/dht/peers')).text.split('\n')),
    );
    expect([...first].sort()).toEqual(nodes.map(({ address }) => address).sort());
    for (const [index, address] of first.entries()) {
      const node = nodes.find((each) => each.address === address) as TestNode;
      const turned = [...first.slice(index), ...first.slice(0, index)];
      expect((await node.get('/dht/peers')).text.split('\n')).toEqual(turned);
      expect((await node.get('/dht/get_successor')).text).toBe(turned[1]);
      expect((await node.get('/dht/get_predecessor')).text).toBe(turned[2]);
    }
  });

  it('stores at any member what every other reads', async () => {
    for (const [index, node] of nodes.entries())
      await node.put(`/db/from-${index}`, `value ${index}`);
    for (const node of nodes) {
      for (const index of nodes.keys())
        expect((await node.get(`/db/from-${index}`)).text).toBe(`value ${index}`);
    }
    const own = await Promise.all(
      nodes.map(async (node) => (await node.get('/dht')).text.split('\n')),
    );
    expect(
      own
        .flat()
        .filter((key) => key !== '')
        .sort(),
    ).toEqual(['from-0', 'from-1', 'from-2']);
  });

  it('finds the owner of an id from everywhere', async () => {
    const ids = (await nodes[0].get('/dht/peers/id')).text.split('\n');
    const addresses = (await nodes[0].get('/dht/peers')).text.split('\n');
    for (const node of nodes) {
      for (const [index, id] of ids.entries()) {
        expect((await node.get(`/dht/find_successor?id=0x${id}`)).text).toBe(addresses[index]);
        const next = (BigInt(`0x${id}`) + 1n) % 2n ** 160n;
        expect((await node.get(`/dht/find_successor?id=${next}`)).text).toBe(
          addresses[(index + 1) % 3],
        );
        const before = (await node.get(`/dht/closest_preceding_node?id=0x${id}`)).text;
        expect(addresses).toContain(before);
      }
    }
  });

  it('draws itself, with all pointers right and every invariant', async () => {
    const ring = (await nodes[1].get('/api/v1/ring')).json<RingDto>();
    expect(ring).toMatchObject({
      answered: 3,
      total: 3,
      complete: true,
      self: { address: nodes[1].address },
    });
    expect(ring.members.map(({ self }) => self)).toEqual([true, false, false]);
    expect(ring.members.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
    expect(ring.members.every(({ state, keys }) => state === 'member' && keys !== null)).toBe(true);
    expect(ring.invariants.length).toBeGreaterThan(4);
    expect(ring.invariants.filter(({ holds }) => !holds)).toEqual([]);
    expect(ring.health.sentence).toBe('Ring healthy: 3 nodes, every key on 3 of 3 nodes.');
  });

  it('reports a lookup hop by hop, from any member', async () => {
    await nodes[0].put('/db/keyval', 'x');
    const { owner } = (await nodes[0].get('/api/v1/lookups/keyval')).json<LookupDto>();
    for (const from of nodes) {
      const told = (
        await nodes[0].get(`/api/v1/lookups/keyval?from=${from.address}`)
      ).json<LookupDto>();
      expect(told).toMatchObject({
        key: 'keyval',
        found: true,
        owner,
        members: 3,
      });
      expect(told.replicas[0]).toEqual(owner);
      expect(new Set(told.replicas.map(({ address }) => address)).size).toBe(3);
      expect(told.start.address).toBe(from.address);
      expect(told.path.at(0)?.address).toBe(from.address);
      expect(told.path.at(-1)).toEqual(owner);
      expect(told.hops.map(({ number }) => number)).toEqual(told.hops.map((_, index) => index + 1));
      const path = (await from.get('/db/path/keyval')).text.split('\n');
      expect(path).toEqual(told.path.map(({ printedId }) => printedId));
    }
    const absent = (await nodes[2].get('/api/v1/lookups/nothing')).json<LookupDto>();
    expect(absent.found).toBe(false);
  });

  it('names all home replicas of a key when the lookup has passed over a slow node', async () => {
    const { chord } = nodes[0].app.nest.get(MemberHolder).current;
    const lookup = chord.lookup.bind(chord);
    const before = (await nodes[0].get('/api/v1/lookups/keyval')).json<LookupDto>();
    const spy = jest.spyOn(chord, 'lookup').mockImplementation(async (id, options) => {
      const found = await lookup(id, options);
      return { ...found, followers: [], path: [found.owner] };
    });
    const told = (await nodes[0].get('/api/v1/lookups/keyval')).json<LookupDto>();
    spy.mockRestore();
    expect(told.replicas).toEqual(before.replicas);
    expect(told.replicas).toHaveLength(3);
  });

  it('relays the own view of a member', async () => {
    for (const { address } of nodes) {
      const byAddress = (await nodes[0].get(`/api/v1/nodes/${address}`)).json<{
        self: { id: string };
      }>();
      const byId = (await nodes[0].get(`/api/v1/nodes/${byAddress.self.id}`)).json();
      expect(byId).toMatchObject({ self: { address }, state: 'member', bits: 160, hash: 'sha-1' });
    }
    expect((await nodes[0].get('/api/v1/nodes/nobody')).status).toBe(404);
  });

  it('joins again by JSON, and reports the name of each peer', async () => {
    const peers = nodes.map(({ address }) => address);
    const answer = await nodes[0].ask('POST', '/api/v1/ring/join', {
      body: JSON.stringify({ peers }),
    });
    expect(answer.json()).toMatchObject({
      ok: true,
      peers: peers.map((name) => ({ name, ok: true, code: null })),
    });
  });

  it('accepts notifications of its own neighbours without changing', async () => {
    const predecessor = (await nodes[0].get('/dht/get_predecessor')).text;
    const answer = await nodes[0].ask('POST', `/dht/notify?addr=${predecessor}`);
    expect(answer.text).toBe('predecessor not updated');
  });

  it('names the peer that cannot be reached', async () => {
    const gone = await startTestNode();
    await gone.stop();
    const join = await nodes[0].put('/dht/join', gone.address);
    expect([502, 504]).toContain(join.status);
    expect(join.json()).toMatchObject({ code: 'JOIN_FAILED', errors: [{ address: gone.address }] });
    const notify = await nodes[0].ask('POST', `/dht/notify?addr=${gone.address}`);
    expect([502, 504]).toContain(notify.status);
  });

  it('accepts no node whose ids are of another length', async () => {
    const stranger = await startTestNode({ config: { bits: 10 } });
    const answer = await nodes[0].put('/dht/join', stranger.address);
    expect(answer.json()).toMatchObject({ status: 409, errors: [{ code: 'INCOMPATIBLE' }] });
    expect((await stranger.get('/dht/peers')).text).toBe(stranger.address);
  });
});

describe('a member that leaves', () => {
  it('hands its keys over, answers, and then asks for its end', async () => {
    const [stays, leaves] = (await startTestRing(2)) as [TestNode, TestNode];
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    for (const key of keys) await stays.put(`/db/${key}`, key);
    const preview = (await leaves.get('/api/v1/ring/leave')).json();
    const own = (await leaves.get('/dht')).text.split('\n').filter((key) => key !== '');
    expect(preview).toMatchObject({ keys: own.length, heir: { address: stays.address } });

    const answer = await leaves.get('/dht/leave');
    expect([answer.status, answer.text]).toEqual([200, 'ok']);
    await until(() => leaves.stopRequests.length > 0);
    expect(leaves.stopRequests).toEqual(['left']);
    expect((await leaves.get('/health/ready')).status).toBe(503);
    await leaves.stop();
    await until(async () => (await stays.get('/dht/peers')).text === stays.address);
    for (const key of keys) expect((await stays.get(`/db/${key}`)).text).toBe(key);
  });
});

describe('a node on its own', () => {
  it('answers for itself, and just stops on leave', async () => {
    const node = await startTestNode();
    for (const path of ['/dht/peers', '/dht/get_successor', '/dht/get_predecessor']) {
      expect((await node.get(path)).text).toBe(node.address);
    }
    expect((await node.get('/dht/leave')).text).toBe('ok');
    await until(() => node.stopRequests.length > 0);
  });

  it('is stopped by /shutdown', async () => {
    const node = await startTestNode();
    expect((await node.ask('POST', '/shutdown')).text).toBe('ok');
    await until(() => node.stopRequests.length > 0);
    expect(node.stopRequests).toEqual(['shutdown']);
  });

  it('empties its store on flush', async () => {
    const node = await startTestNode();
    await node.put('/db/a', 'x');
    expect((await node.get('/dht')).text).toBe('a');
    expect((await node.ask('POST', '/dht/flush')).text).toBe('ok');
    expect((await node.get('/dht')).text).toBe('');
  });
});
