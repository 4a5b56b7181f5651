import { request } from 'node:http';
import { Admission } from '../../http/overload/admission';
import { startTestNode, until, type TestNode } from '../../testing/test-node';

/** Keeps a request open by withholding the end of its body. @returns a function that aborts it */
function open(node: TestNode, path: string): Promise<() => void> {
  return new Promise((resolve) => {
    const headers = { host: `localhost:${node.port}`, 'content-length': '10' };
    const call = request({ port: node.port, host: '127.0.0.1', method: 'PUT', path, headers });
    call.on('error', () => undefined);
    call.flushHeaders();
    call.on('socket', (socket) => socket.on('connect', () => resolve(() => void call.destroy())));
  });
}

describe('a node with more requests than it has room for', () => {
  let node: TestNode;
  let admission: Admission;
  let giveUp: () => void;
  beforeAll(async () => {
    node = await startTestNode({ config: { requestsMax: 1 } });
    admission = node.app.nest.get(Admission);
  });
  beforeEach(async () => {
    giveUp = await open(node, '/db/slow');
    await until(() => admission.requestsInFlight === 1);
  });
  afterEach(async () => {
    giveUp();
    await until(() => admission.requestsInFlight === 0);
  });

  it.each([
    ['PUT', '/db/a'],
    ['GET', '/db/a'],
    ['HEAD', '/api/v1/keys/a'],
    ['DELETE', '/api/v1/keys/a'],
    ['GET', '/api/v1/keys'],
    ['GET', '/api/v1/lookups/a'],
  ])('answers %s %s with 503 at once, and with the time to retry', async (method, path) => {
    const answer = await node.ask(method, path);
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
    if (method === 'HEAD') return;
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'OVERLOADED', outcome: 'not-applied' });
  });

  it('answers those who watch over it, and counts what it refuses', async () => {
    for (const path of ['/health/live', '/health/ready', '/dht/get_successor', '/api/v1/node'])
      expect([path, (await node.get(path)).status]).toEqual([path, 200]);
    await node.get('/db/a');
    expect((await node.get('/metrics')).text).toMatch(
      /chord_requests_refused_total\{why="requests"\} [1-9]/,
    );
  });

  it('takes the next request when one is over', async () => {
    giveUp();
    await until(async () => (await node.put('/db/a', 'value')).status === 200);
    expect((await node.get('/db/a')).text).toBe('value');
    giveUp = await open(node, '/db/slow');
    await until(() => admission.requestsInFlight === 1);
  });
});
