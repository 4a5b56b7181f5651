import { RESOLVER, type Resolver } from '@chord-dht/nest';
import { startTestNode, until, type TestNode } from '../testing/test-node';

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

function resolverOf(changes: Partial<Resolver>): Resolver {
  return { addresses: failing('ENOTFOUND'), services: failing('ENODATA'), ...changes };
}

describe('a node that is to find its ring by DNS', () => {
  const startWith = (services: Resolver['services']): Promise<TestNode> =>
    startTestNode({
      config: { discover: ['_node._tcp.chord.example'] },
      replace: new Map([[RESOLVER, resolverOf({ services })]]),
    });

  it('is a ring of one where no other node is found, and joins a node that appears later', async () => {
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
