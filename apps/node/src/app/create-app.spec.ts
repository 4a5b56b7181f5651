import { MemoryRecordStore } from '@chord-dht/store';
import { RECORD_STORE_FACTORY, ServicePhase } from '@chord-dht/nest';
import { freeAddress } from '@chord-dht/transport/testing';
import { createServer, type AddressInfo } from 'node:net';
import { StartFault } from '../config/exit-codes';
import { startTestNode, startTestRing, until, type TestNode } from '../testing/test-node';

/** A disk that outlives its node. */
function disk(): ReadonlyMap<symbol, unknown> {
  const records = new MemoryRecordStore();
  records.close = () => Promise.resolve();
  return new Map([[RECORD_STORE_FACTORY, () => records]]);
}

describe('a node', () => {
  it('is back in its ring by itself after a stop', async () => {
    const [left, right] = (await startTestRing(2)) as [TestNode, TestNode];
    const replace = disk();
    const member = await startTestNode({ replace, config: { join: [left.address] } });
    expect((await member.get('/health/ready')).json()).toMatchObject({ membership: 'member' });
    await member.stop();
    await until(async () => !(await left.get('/dht/peers')).text.includes(member.address));

    const again = await startTestNode({ replace, config: { port: member.port } });
    const peers = (await again.get('/dht/peers')).text.split('\n').sort();
    expect(peers).toEqual([left, right, again].map(({ address }) => address).sort());
  });

  it('is alone when its ring is gone, and finds it when it is back', async () => {
    const replace = { left: disk(), right: disk() };
    const left = await startTestNode({ replace: replace.left });
    const right = await startTestNode({ replace: replace.right, config: { join: [left.address] } });
    await until(async () => (await left.get('/dht/get_successor')).text === right.address);
    await Promise.all([left.stop(), right.stop()]);
    const quick = { probeLostMs: 100 };
    const first = await startTestNode({
      replace: replace.left,
      config: { ...quick, port: left.port },
    });
    expect((await first.get('/health/live')).json()).toMatchObject({ membership: 'alone' });
    const second = await startTestNode({
      replace: replace.right,
      config: { ...quick, port: right.port },
    });
    await until(async () => (await first.get('/dht/get_successor')).text === second.address);
  });

  it('brings its ring together with that of a seed that was silent when it joined', async () => {
    const port = Number((await freeAddress()).split(':')[1]);
    const left = await startTestNode();
    const seeds = [left.address, `localhost:${port}`];
    const right = await startTestNode({ config: { join: seeds, probeLostMs: 100 } });
    await until(async () => (await left.get('/dht/get_successor')).text === right.address);
    const late = await startTestNode({ config: { port } });
    const last = await startTestNode({ config: { join: [late.address] } });
    const all = [left, right, late, last];
    const names = all.map(({ address }) => address).sort();
    await until(async () => {
      const seen = await Promise.all(all.map((node) => node.get('/dht/peers')));
      return seen.every(({ text }) => text.split('\n').sort().join() === names.join());
    });
  });

  it('forms a ring over HTTP between peers as well', async () => {
    const nodes = await startTestRing(3, { config: { transport: 'http' } });
    await nodes[0]?.put('/db/a', 'x');
    for (const node of nodes) expect((await node.get('/db/a')).text).toBe('x');
  });

  it('stops at once although event streams are open', async () => {
    const node = await startTestNode();
    const streams = Array.from({ length: 20 }, () => node.get('/api/v1/events'));
    await until(async () => /chord_event_streams 20/.test((await node.get('/metrics')).text));
    const phase = node.app.nest.get(ServicePhase);
    const idle = jest.spyOn(phase, 'idle');
    const waitedFor: number[] = [];
    phase.onDraining(() => waitedFor.push(phase.requestsInFlight));
    await until(() => phase.requestsInFlight === 0);
    await node.stop();
    for (const { status } of await Promise.all(streams)) expect(status).toBe(200);
    expect(idle).toHaveBeenCalled();
    expect(waitedFor).toEqual([0]);
  });

  it('says in one line that its port is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as AddressInfo;
    const start = startTestNode({ config: { port } });
    await expect(start).rejects.toThrow(StartFault);
    await expect(start).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringContaining(`Port ${port}`),
    });
    blocker.close();
  });

  it('reports a ring of other parameters', async () => {
    const ten = await startTestNode({ config: { bits: 10 } });
    const start = startTestNode({ config: { join: [ten.address] } });
    await expect(start).rejects.toMatchObject({ exitCode: 78 });
  });
});
