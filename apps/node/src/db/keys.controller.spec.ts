import { startTestNode, type TestNode } from '../testing/test-node';

describe('the JSON API of keys', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });

  const path = '/api/v1/keys/the%20key';

  it('creates, replaces, reads and deletes by versions', async () => {
    const created = await node.put(path, '{"n":1}', { 'content-type': 'application/json' });
    const first = String(created.headers.etag);
    expect([created.status, first]).toEqual([201, expect.stringMatching(/^"[^"]+"$/)]);
    expect(created.json()).toMatchObject({
      key: 'the key',
      created: true,
      owner: { address: node.address },
      hops: 0,
    });

    const read = await node.get(path);
    expect([read.status, read.text, read.headers.etag]).toEqual([200, '{"n":1}', first]);
    expect(read.headers['content-type']).toContain('application/json');
    expect(read.headers['x-chord-owner']).toBe(node.address);
    expect(Date.parse(String(read.headers['last-modified']))).not.toBeNaN();

    const known = await node.get(path, { 'if-none-match': first });
    expect([known.status, known.body.length, known.headers.etag]).toEqual([304, 0, first]);

    const replaced = await node.put(path, '2', { 'if-match': first });
    expect([replaced.status, replaced.headers.etag]).not.toEqual([200, first]);
    expect(replaced.status).toBe(200);

    expect((await node.put(path, '3', { 'if-match': first })).json()).toMatchObject({
      status: 412,
    });
    expect((await node.put(path, '3', { 'if-none-match': '*' })).status).toBe(412);
    expect((await node.ask('DELETE', path, { headers: { 'if-match': first } })).status).toBe(412);
    const gone = await node.ask('DELETE', path);
    expect([gone.status, gone.body.length]).toEqual([204, 0]);
    expect((await node.get(path)).json()).toMatchObject({ status: 404, code: 'KEY_NOT_FOUND' });
    expect((await node.ask('DELETE', path)).status).toBe(404);
  });

  it('recognises a write that is repeated under one Idempotency-Key', async () => {
    const once = { 'idempotency-key': 'order-4711', 'if-none-match': '*' };
    const first = await node.put('/api/v1/keys/once', 'a', once);
    const again = await node.put('/api/v1/keys/once', 'a', once);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect([first, again].map(({ headers }) => headers['idempotency-replayed'])).toEqual([
      undefined,
      'true',
    ]);
    const bad = await node.put('/api/v1/keys/once', 'a', { 'idempotency-key': 'a b' });
    expect(bad.json()).toMatchObject({ status: 400, code: 'BAD_HEADER' });
  });

  it('marks a read that may be stale, and supports no other kind', async () => {
    await node.put('/api/v1/keys/fast', 'value');
    const fast = await node.get('/api/v1/keys/fast?consistency=one');
    expect([fast.status, fast.text, fast.headers['x-chord-consistency']]).toEqual([
      200,
      'value',
      'one',
    ]);
    expect((await node.get('/api/v1/keys/no?consistency=one')).status).toBe(404);
    expect((await node.get('/api/v1/keys/fast?consistency=all')).json()).toMatchObject({
      status: 400,
    });
    expect((await node.get('/api/v1/keys/fast')).headers['x-chord-consistency']).toBeUndefined();
  });

  it('answers HEAD without a body, also when there is nothing', async () => {
    await node.put('/api/v1/keys/h', 'four');
    const there = await node.ask('HEAD', '/api/v1/keys/h');
    expect([there.status, there.headers['content-length'], there.body.length]).toEqual([
      200,
      '4',
      0,
    ]);
    expect((await node.ask('HEAD', '/api/v1/keys/none')).status).toBe(404);
  });

  it('lists keys in pages, each once', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `page-${index}`);
    for (const name of names) await node.put(`/api/v1/keys/${name}`, name);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `prefix=page-&limit=10${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const list = (await node.get(`/api/v1/keys?${query}`)).json<{
        keys: { key: string; bytes: number; modifiedAt: string }[];
        cursor: string | null;
      }>();
      expect(list.keys.length).toBeLessThanOrEqual(10);
      for (const { key, bytes, modifiedAt } of list.keys) {
        expect(bytes).toBe(key.length);
        expect(Date.parse(modifiedAt)).not.toBeNaN();
      }
      seen.push(...list.keys.map(({ key }) => key));
      cursor = list.cursor;
    }
    expect(seen).toEqual(names.sort());
  });

  it('lists one level of a hierarchy, and counts what is in it', async () => {
    const names = ['tree/a', 'tree/b/1', 'tree/b/2', 'tree/c/d/1', 'tree/e'];
    for (const name of names) await node.put(`/api/v1/keys/${encodeURIComponent(name)}`, name);
    const level = await node.get('/api/v1/keys?prefix=tree/&delimiter=/');
    expect(level.json()).toMatchObject({
      keys: [{ key: 'tree/a' }, { key: 'tree/e' }],
      prefixes: ['tree/b/', 'tree/c/'],
      complete: true,
      missing: [],
      cursor: null,
    });
    const behind = await node.get('/api/v1/keys?prefix=tree/&after=tree/b');
    expect(behind.json<{ keys: { key: string }[] }>().keys.map(({ key }) => key)).toEqual(
      names.slice(1),
    );
    const bytes = names.reduce((sum, name) => sum + name.length, 0);
    expect((await node.get('/api/v1/keys/count?prefix=tree/')).json()).toEqual({
      prefix: 'tree/',
      keys: 5,
      bytes,
      ageMs: expect.any(Number),
      complete: true,
      missing: [],
    });
    const all = (await node.get('/api/v1/keys?limit=1000')).json<{ keys: { bytes: number }[] }>();
    expect((await node.get('/api/v1/keys/count?prefix=')).json()).toMatchObject({
      keys: all.keys.length,
      bytes: all.keys.reduce((sum, key) => sum + key.bytes, 0),
    });
  });

  it('leaves the name count to a key', async () => {
    const at = '/api/v1/keys/count';
    expect((await node.get(at)).json()).toMatchObject({ status: 404, code: 'KEY_NOT_FOUND' });
    const { headers } = await node.put(at, 'my own');
    expect((await node.get(at)).text).toBe('my own');
    expect((await node.get(`${at}?consistency=one`)).text).toBe('my own');
    expect((await node.get(at, { 'if-none-match': String(headers.etag) })).status).toBe(304);
    expect((await node.ask('HEAD', at)).headers['content-length']).toBe('6');
    expect((await node.get(`${at}?prefix=count`)).json()).toMatchObject({ keys: 1, bytes: 6 });
    expect((await node.ask('DELETE', at)).status).toBe(204);
  });

  it.each([
    ['PUT', '/api/v1/keys/x?ttl=0', 400],
    ['PUT', '/api/v1/keys/x?ttl=soon', 400],
    ['PUT', '/api/v1/keys/x?ttl=1&ttl=2', 400],
    ['GET', '/api/v1/keys?limit=0', 400],
    ['GET', '/api/v1/keys?limit=1001', 400],
    ['GET', '/api/v1/keys?cursor=%21%21', 400],
    ['GET', '/api/v1/keys?after=a&cursor=k61', 400],
    ['GET', '/api/v1/keys?delimiter=%00', 400],
    ['GET', '/api/v1/keys/count?prefix=a&consistency=one', 400],
    ['GET', '/api/v1/keys/count?prefix=a&limit=1', 400],
    ['GET', '/api/v1/keys/', 400],
  ])('%s %s is refused with %i', async (method, at, status) => {
    const answer = await node.ask(method, at, method === 'PUT' ? { body: 'x' } : {});
    expect(answer.json()).toMatchObject({ status });
    expect(answer.status).toBe(status);
  });
});
