import { Discovery, type Resolver } from './discovery';

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

  it('of the names that resolve; a name that does not is distinguished from no answer', async () => {
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

  it('and reported once for each change', async () => {
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
