import { startTestNode, startTestRing, until, type TestNode } from '../testing/test-node';
import { BLOCK_PATH, CLOCK_PATH, FAULTS_PATH } from './inject-faults';

describe('the fault hook of a node', () => {
  const set = (node: TestNode, faults: unknown) => node.put(FAULTS_PATH, JSON.stringify(faults));

  it('cuts a node off and heals it', async () => {
    const [left, right] = (await startTestRing(2)) as [TestNode, TestNode];
    expect((await set(left, { block: [right.address] })).status).toBe(204);
    expect((await left.put('/db/a', 'value')).status).toBe(503);
    expect((await set(left, {})).status).toBe(204);
    await until(async () => (await left.put('/db/a', 'value')).status === 200);
    expect((await right.get('/db/a')).text).toBe('value');
  });

  it.each([
    [[], 400],
    [{ block: 'localhost:5000' }, 400],
    [{ block: ['http://localhost'] }, 400],
    [{ drop: 2 }, 400],
    [{ drop: '1' }, 400],
    [{ delayMs: -1 }, 400],
    [{ oneWay: 1 }, 400],
    [{ blocked: [] }, 400],
    [{ answerDelayMs: 'x' }, 400],
    [{ delayMs: 0, answerDelayMs: 0, drop: 0, oneWay: false, block: [] }, 204],
  ])('answers %j with %i', async (faults, status) => {
    const node = await startTestNode();
    expect((await set(node, faults)).status).toBe(status);
  });

  it('shifts the wall clock while the node runs', async () => {
    const node = await startTestNode();
    const jump = JSON.stringify({ offsetMs: 86_400_000 });
    expect((await node.put(CLOCK_PATH, jump)).status).toBe(204);
    await node.put('/api/v1/keys/a', 'value');
    const modified = (await node.get('/api/v1/keys/a')).headers['last-modified'] ?? '';
    expect(Date.parse(modified)).toBeGreaterThan(Date.now() + 3_600_000);
    expect((await node.put(CLOCK_PATH, '{}')).status).toBe(400);
  });

  it('holds up the event loop', async () => {
    const node = await startTestNode();
    const lagged = new Promise<number>((resolve) => {
      let lastMs = performance.now();
      const timer = setInterval(() => {
        const lateMs = performance.now() - lastMs;
        lastMs = performance.now();
        if (lateMs < 400) return;
        clearInterval(timer);
        resolve(lateMs);
      }, 5);
    });
    expect((await node.put(BLOCK_PATH, '{"ms":400}')).status).toBe(204);
    expect(await lagged).toBeGreaterThanOrEqual(400);
    expect((await node.put(BLOCK_PATH, '{"ms":-1}')).status).toBe(400);
  });

  it('does not exist outside of tests', async () => {
    process.env['NODE_ENV'] = 'production';
    try {
      const node = await startTestNode();
      expect((await set(node, {})).status).toBe(404);
    } finally {
      process.env['NODE_ENV'] = 'test';
    }
  });

  it('is not described', async () => {
    const node = await startTestNode();
    expect((await node.get('/openapi.json')).text).not.toContain('_test');
  });
});
