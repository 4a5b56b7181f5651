import { startTestNode, until, type Answer, type TestNode } from '../testing/test-node';

const lifeOf = ({ headers }: Answer): string => String(headers['x-chord-expires']);
const secondsTo = (life: string): number => (Date.parse(life) - Date.now()) / 1_000;

describe.each(['/api/v1/keys', '/db'])('the life of a value at %s', (base) => {
  let node: TestNode;
  let path: string;
  let count = 0;
  beforeAll(async () => {
    node = await startTestNode();
  });
  beforeEach(() => (path = `${base}/key-${(count += 1)}`));

  it('is reported by PUT, GET and HEAD, in listings and in lookups', async () => {
    const life = lifeOf(await node.put(`${path}?ttl=600`, 'x'));
    expect(life).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(secondsTo(life)).toBeGreaterThan(590);
    expect(secondsTo(life)).toBeLessThanOrEqual(600);
    expect(lifeOf(await node.get(path))).toBe(life);
    expect(lifeOf(await node.ask('HEAD', path))).toBe(life);
    const key = path.slice(base.length + 1);
    const { keys } = (await node.get(`/api/v1/keys?prefix=${key}`)).json<{ keys: unknown[] }>();
    expect(keys).toMatchObject([{ key, expiresAt: life }]);
    expect((await node.get(`/api/v1/lookups/${key}`)).json()).toMatchObject({ expiresAt: life });
  });

  it('has no end without ttl, also when it had one, and reports that', async () => {
    await node.put(`${path}?ttl=600`, 'x');
    expect(lifeOf(await node.put(path, 'y'))).toBe('never');
    expect(lifeOf(await node.get(path))).toBe('never');
  });

  it('is kept when that is asked for', async () => {
    const life = lifeOf(await node.put(`${path}?ttl=600`, 'x'));
    expect(lifeOf(await node.put(`${path}?ttl=keep`, 'y'))).toBe(life);
    expect((await node.get(path)).text).toBe('y');
    expect(lifeOf(await node.put(`${path}-new?ttl=keep`, 'y'))).toBe('never');
  });

  it('ends', async () => {
    await node.put(`${path}?ttl=1`, 'x');
    await until(async () => (await node.get(path)).text !== 'x');
    expect((await node.get(path)).headers['x-chord-expires']).toBeUndefined();
  });

  it.each(['0', '-1', 'soon', '1.5', '31536001', '', 'Keep', '1&ttl=2'])(
    'is no %j',
    async (ttl) => {
      expect((await node.put(`${path}?ttl=${ttl}`, 'x')).json()).toMatchObject({
        status: 400,
        code: 'BAD_QUERY',
      });
    },
  );
});

describe('a change of the life alone', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });
  const patch = (body: string, headers = {}, path = '/api/v1/keys/k'): Promise<Answer> =>
    node.ask('PATCH', path, { body, headers });

  it('keeps value and type, and makes a new version', async () => {
    const put = await node.put('/api/v1/keys/k', '{"a":1}', { 'content-type': 'application/json' });
    const limited = await patch('{"ttl": 60}');
    expect(limited.status).toBe(200);
    expect(limited.json()).toMatchObject({ key: 'k', expiresAt: lifeOf(limited) });
    expect(secondsTo(lifeOf(limited))).toBeGreaterThan(50);
    expect(limited.headers.etag).not.toBe(put.headers.etag);
    const found = await node.get('/api/v1/keys/k');
    expect([found.text, found.headers['content-type'], found.headers.etag]).toEqual([
      '{"a":1}',
      'application/json',
      limited.headers.etag,
    ]);
    const endless = await patch('{"ttl": null}');
    expect([endless.json(), lifeOf(endless)]).toEqual([
      expect.objectContaining({ expiresAt: null }),
      'never',
    ]);
  });

  it('obeys conditions and an Idempotency-Key', async () => {
    const { headers } = await node.put('/api/v1/keys/k', 'x');
    expect((await patch('{"ttl": 60}', { 'if-match': '"other"' })).status).toBe(412);
    expect((await patch('{"ttl": 60}', { 'if-none-match': '*' })).status).toBe(412);
    const once = { 'idempotency-key': 'change', 'if-match': String(headers.etag) };
    const first = await patch('{"ttl": 60}', once);
    const again = await patch('{"ttl": 60}', once);
    expect([first.status, again.status, again.headers.etag]).toEqual([
      200,
      200,
      first.headers.etag,
    ]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await patch('{"ttl": 70}', once)).status).toBe(422);
  });

  it('is 404 where nothing is', async () => {
    expect((await patch('{"ttl": 60}', {}, '/api/v1/keys/none')).json()).toMatchObject({
      status: 404,
      code: 'KEY_NOT_FOUND',
    });
  });

  it.each([
    '',
    '{}',
    '[]',
    '{"ttl": 0}',
    '{"ttl": "60"}',
    '{"ttl": 1.5}',
    '{"ttl": 60, "x": 1}',
    'no',
  ])('is not %j', async (body) => {
    await node.put('/api/v1/keys/k', 'x');
    expect((await patch(body)).json()).toMatchObject({ status: 400, code: 'BAD_BODY' });
  });

  it('loses no write beside it', async () => {
    await node.put('/api/v1/keys/k', '0');
    const changes = Array.from({ length: 10 }, (_, index) => patch(`{"ttl": ${600 + index}}`));
    const writes = Array.from({ length: 10 }, (_, index) =>
      node.put('/api/v1/keys/k?ttl=keep', `${index + 1}`),
    );
    for (const { status } of await Promise.all([...changes, ...writes])) expect(status).toBe(200);
    const last = (await node.get('/api/v1/keys/k')).text;
    expect(Number(last)).toBeGreaterThan(0);
  });
});
