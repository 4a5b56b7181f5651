// The command that gives up lost nodes, in a ring whose ids are printed as decimal numbers.
import {
  startTestNode,
  startTestRing,
  until,
  untilHealthy,
  type TestNode,
} from '../testing/test-node';
import type { RecoveryDto } from './dto';

const recover = (node: TestNode, body: object): ReturnType<TestNode['ask']> =>
  node.ask('POST', '/api/v1/node/recovery', {
    ...{ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
  });

it('gives up lost nodes in the arcs that it names, and serves what is left', async () => {
  const nodes = await startTestRing(3, { config: { bits: 16 } });
  await untilHealthy(nodes);
  const [left, ...others] = nodes as [TestNode, TestNode, TestNode];
  const keys = Array.from({ length: 9 }, (_, at) => `key-${at}`);
  for (const key of keys) expect((await left.put(`/db/${key}`, key)).status).toBe(200);
  await untilHealthy(nodes);
  for (const node of others) await node.stop();
  const lost = others.map(({ address }) => address);
  let checked = await recover(left, { lost, check: true });
  await until(async () => (checked = await recover(left, { lost, check: true })).status === 200);
  const { waiting } = checked.json<RecoveryDto & Record<string, unknown>>();
  expect(waiting.length).toBeGreaterThan(0);
  for (const { from, to } of waiting) expect([from, to].join()).toMatch(/^\d{1,5},\d{1,5}$/);
  expect((await left.get('/db/key-0')).status).toBe(503);

  expect((await recover(left, { lost, waiting })).json()).toMatchObject({
    lost: lost.sort(),
    waiting,
  });
  for (const key of keys) await until(async () => (await left.get(`/db/${key}`)).text === key);
});

it('refuses what names no arcs, and nodes that no arc waits for', async () => {
  const node = await startTestNode();
  for (const waiting of ['all', 7, [7], [{ from: '1' }], [{ from: 'x', to: 'y' }], [null]])
    expect(await recover(node, { lost: ['localhost:1'], waiting })).toMatchObject({ status: 400 });
  expect(await recover(node, { lost: ['localhost:1'] })).toMatchObject({ status: 409 });
});
