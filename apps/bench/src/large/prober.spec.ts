import { TinyServer } from '../testing/tiny-server';
import { Prober } from './prober';

/** Waits for a state, as long as it takes. */
async function until(state: () => boolean): Promise<void> {
  while (!state()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a prober', () => {
  it('asks all its probes in turn, on one connection for each server', async () => {
    const servers = [await new TinyServer().listen(), await new TinyServer().listen()];
    servers.forEach(({ values }) => values.set('/a', Buffer.from('x')));
    const prober = new Prober(servers.map(({ port }) => ({ port, path: '/a' })));
    await until(() => prober.latencies.count >= 6);
    await prober.stop();
    expect(prober.failures).toBe(0);
    expect(servers.map(({ connections }) => connections.size)).toEqual([1, 1]);
    expect(Math.min(...servers.map(({ requests }) => requests))).toBeGreaterThanOrEqual(3);
    await Promise.all(servers.map((server) => server.close()));
  });

  it('counts what fails, and no latency of it', async () => {
    let answers = 0;
    const server = await new TinyServer((request, response) => {
      answers += 1;
      if (answers % 2 === 0) request.socket.destroy();
      else response.writeHead(503).end();
    }).listen();
    const prober = new Prober([{ port: server.port, path: '/a' }]);
    await until(() => prober.failures >= 4);
    await prober.stop();
    expect(prober.latencies.count).toBe(0);
    await server.close();
  });
});
