import { startTestNode, type TestNode } from '../testing/test-node';
import type { KeyReplicasDto } from './dto/replicas.dto';

describe('the copies of a key', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });

  const compare = async (key: string): Promise<KeyReplicasDto> => {
    const { status, body } = await node.get(`/api/v1/keys/${encodeURIComponent(key)}/replicas`);
    expect(status).toBe(200);
    return JSON.parse(String(body)) as KeyReplicasDto;
  };

  it('of a ring of one are one, which is absent, has a value, or is removed', async () => {
    expect(await compare('a/b')).toMatchObject({
      ...{ key: 'a/b', newest: null, agree: true },
      replicas: [{ node: { address: node.address }, state: 'absent', version: null, code: null }],
    });
    const put = await node.put('/api/v1/keys/a%2Fb?ttl=600', '{}', {
      'content-type': 'application/json',
    });
    const version = String(put.headers.etag).replaceAll('"', '');
    const { replicas, newest } = await compare('a/b');
    expect(newest).toBe(version);
    expect(replicas).toEqual([
      expect.objectContaining({
        ...{ state: 'value', version, bytes: 2, contentType: 'application/json' },
        behindSince: null,
      }),
    ]);
    const [{ modifiedAt, expiresAt } = { modifiedAt: '', expiresAt: '' }] = replicas;
    expect(Date.parse(expiresAt ?? '') - Date.parse(modifiedAt ?? '')).toBe(600_000);
    await node.ask('DELETE', '/api/v1/keys/a%2Fb');
    expect(await compare('a/b')).toMatchObject({
      agree: true,
      replicas: [{ state: 'removed', bytes: 0 }],
    });
  });

  it('are not those of a key of that name', async () => {
    await node.put('/api/v1/keys/a%2Freplicas', 'x');
    expect((await node.get('/api/v1/keys/a%2Freplicas')).text).toBe('x');
    expect((await compare('a')).newest).toBeNull();
  });

  it('are asked for under a key that can be one', async () => {
    const long = await node.get(`/api/v1/keys/${'x'.repeat(2_000)}/replicas`);
    expect(long.json()).toMatchObject({ code: 'KEY_TOO_LARGE' });
  });
});
