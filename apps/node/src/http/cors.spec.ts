import { startTestNode, type TestNode } from '../testing/test-node';

describe('answers for pages of other sites', () => {
  const origin = 'https://app.example';
  const preflight = { origin, 'access-control-request-method': 'PUT' };
  let sharing: TestNode;
  let alone: TestNode;
  beforeAll(async () => {
    sharing = await startTestNode({ config: { allowOrigin: [origin] } });
    alone = await startTestNode();
  });
  const shared = async (
    node: TestNode,
    path: string,
    method: string,
    headers: Record<string, string>,
  ) => {
    const answer = await node.ask(method, path, { headers });
    return [answer.status, answer.headers['access-control-allow-origin']];
  };

  it('are shared with those that an option names', async () => {
    expect(await shared(sharing, '/dht/peers', 'GET', { origin })).toEqual([200, origin]);
    expect(await shared(sharing, '/db/none', 'PATCH', { origin })).toEqual([405, origin]);
    const answer = await sharing.ask('OPTIONS', '/api/v1/keys/k', { headers: preflight });
    expect([answer.status, answer.headers['access-control-allow-methods']]).toEqual([
      204,
      expect.stringContaining('PATCH'),
    ]);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    expect(answer.headers['vary']).toContain('Origin');
  });

  it.each(['https://app.example.org', 'http://app.example', 'null', 'https://app.example:444'])(
    'are not shared with %s',
    async (other) => {
      expect(await shared(sharing, '/dht/peers', 'GET', { origin: other })).toEqual([
        200,
        undefined,
      ]);
      expect(
        await shared(sharing, '/api/v1/keys/k', 'OPTIONS', { ...preflight, origin: other }),
      ).toEqual([expect.any(Number), undefined]);
    },
  );

  it('are shared with no site by default', async () => {
    for (const method of ['GET', 'OPTIONS'])
      expect(await shared(alone, '/dht/peers', method, preflight)).toEqual([
        expect.any(Number),
        undefined,
      ]);
  });
});
