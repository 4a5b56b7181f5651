import { startTestNode, until, type TestNode } from '../testing/test-node';
import { Discovery, RESOLVER, type Resolver } from './discovery';

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

function resolverOf(changes: Partial<Resolver>): Resolver {
  return { addresses: failing('ENOTFOUND'), services: failing('ENODATA'), ...changes };
}

describe('members are found by DNS', () => {
  const log = { info: jest.fn() };
  beforeEach(() => log.info.mockClear());

  it('as the addresses of a name, of both families', async () => {
    const addresses = jest.fn(async () => ['10.0.0.1', 'fd00::7']);
    const discovery = new Discovery(['chord.example:5000'], log, resolverOf({ addresses }));
    expect(await discovery.find()).toEqual({
      members: ['10.0.0.1:5000', '[fd00::7]:5000'],
      silent: [],
    });
    expect(addresses).toHaveBeenCalledWith('chord.example');
  });

  it('as the services of a name, each with its own port', async () => {
    const services = jest.fn(async () => [
      { name: 'chord-0.chord.default.svc.cluster.local', port: 5000 },
      { name: 'chord-1.chord.default.svc.cluster.local.', port: 6000 },
      { name: 'not a name', port: 1 },
    ]);
    const names = ['_peers._tcp.chord.default.svc.cluster.local'];
    const { members } = await new Discovery(names, log, resolverOf({ services })).find();
    expect(members).toEqual([
      'chord-0.chord.default.svc.cluster.local:5000',
      'chord-1.chord.default.svc.cluster.local:6000',
    ]);
    expect(services).toHaveBeenCalledWith(names[0]);
  });

  it('of the names that lead somewhere; one that leads nowhere is told apart from no answer', async () => {
    const addresses = (name: string): Promise<readonly string[]> =>
      name === 'a'
        ? Promise.resolve(['10.0.0.1'])
        : failing(name === 'b' ? 'ENOTFOUND' : 'EAI_AGAIN')();
    const names = ['a:1', 'b:1', 'c:1', '_x._tcp.d'];
    expect(await new Discovery(names, log, resolverOf({ addresses })).find()).toEqual({
      members: ['10.0.0.1:1'],
      silent: ['c:1'],
    });
  });

  it('and told once for each change', async () => {
    let ips = ['10.0.0.2', '10.0.0.1'];
    const addresses = async () => ips;
    const discovery = new Discovery(['a:1'], log, resolverOf({ addresses }));
    await discovery.find();
    ips = ['10.0.0.1', '10.0.0.2'];
    await discovery.find();
    expect(log.info).toHaveBeenCalledTimes(1);
    ips = ['10.0.0.1'];
    await discovery.find();
    expect(log.info).toHaveBeenCalledTimes(2);
  });
});

describe('a node that is to find its ring by DNS', () => {
  const startWith = (services: Resolver['services']): Promise<TestNode> =>
    startTestNode({
      config: { discover: ['_node._tcp.chord.example'] },
      replace: new Map([[RESOLVER, resolverOf({ services })]]),
    });

  it('is a ring of one where there is nobody, and joins who appears later', async () => {
    let known: readonly { name: string; port: number }[] = [];
    const first = await startWith(async () => known);
    expect((await first.get('/health/ready')).status).toBe(200);
    const second = await startTestNode();
    known = [first, second].map(({ port }) => ({ name: 'localhost', port }));
    for (const node of [first, second])
      await until(async () => {
        const peers = (await node.get('/dht/peers')).text;
        return peers.includes(first.address) && peers.includes(second.address);
      });
  });

  it('joins who is there, and does not serve before', async () => {
    const first = await startTestNode();
    await first.put('/db/key', 'value');
    const second = await startWith(async () => [{ name: 'localhost', port: first.port }]);
    expect((await second.get('/db/key')).text).toBe('value');
  });

  it('waits for a DNS server that does not answer: there may be a ring', async () => {
    const first = await startTestNode();
    await first.put('/db/key', 'value');
    let asked = 0;
    const second = await startWith(() => {
      asked += 1;
      return asked < 3
        ? failing('ETIMEOUT')()
        : Promise.resolve([{ name: 'localhost', port: first.port }]);
    });
    expect(asked).toBeGreaterThanOrEqual(3);
    expect((await second.get('/db/key')).text).toBe('value');
  });
});
