import { startTestNode, startTestRing, until, type TestNode } from '../testing/test-node';
import { FAULTS_PATH } from './inject-faults';

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
    [{ delayMs: 0, drop: 0, oneWay: false, block: [] }, 204],
  ])('answers %j with %i', async (faults, status) => {
    const node = await startTestNode();
    expect((await set(node, faults)).status).toBe(status);
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
