import { startTestNode, type TestNode } from '../testing/test-node';

const PAST = 'Sun, 06 Nov 1994 08:49:37 GMT';
const FUTURE = 'Fri, 01 Jan 2100 00:00:00 GMT';

describe.each(['/api/v1/keys', '/db'])('conditions at %s', (base) => {
  let node: TestNode;
  let path: string;
  let etag: string;
  let keys = 0;
  beforeAll(async () => {
    node = await startTestNode();
  });
  beforeEach(async () => {
    path = `${base}/key-${(keys += 1)}`;
    etag = String((await node.put(path, 'value')).headers.etag);
  });
  const withTag = (headers: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('TAG', etag)]),
    );

  it.each([
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': 'TAG' }, 200],
    [{ 'if-match': '"other", TAG' }, 200],
    [{ 'if-match': 'W/TAG' }, 412],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-match': 'other' }, 400],
    [{ 'if-none-match': '*' }, 412],
    [{ 'if-none-match': 'TAG' }, 412],
    [{ 'if-none-match': 'W/TAG, "other"' }, 412],
    [{ 'if-none-match': '"other", "another"' }, 200],
    [{ 'if-unmodified-since': FUTURE }, 200],
    [{ 'if-unmodified-since': PAST }, 412],
    [{ 'if-unmodified-since': 'tomorrow' }, 400],
    [{ 'if-match': 'TAG', 'if-unmodified-since': PAST }, 200],
    [{ 'if-match': 'TAG', 'if-none-match': '"other"' }, 200],
    [{ 'if-match': 'TAG', 'if-none-match': 'TAG' }, 412],
  ])('of a PUT over a value: %j is %i', async (headers, status) => {
    const answer = await node.put(path, 'new', withTag(headers as Record<string, string>));
    expect(answer.status).toBe(status);
    const { text, headers: now } = await node.get(path);
    expect([text, now.etag === etag]).toEqual(status === 200 ? ['new', false] : ['value', true]);
  });

  it.each([
    [{ 'if-match': '*' }, 412],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': '*' }, base === '/db' ? 200 : 201],
    [{ 'if-none-match': '"other"' }, base === '/db' ? 200 : 201],
    [{ 'if-unmodified-since': PAST }, base === '/db' ? 200 : 201],
  ])('of a PUT where nothing is: %j is %i', async (headers, status) => {
    const answer = await node.put(`${path}-new`, 'x', headers as Record<string, string>);
    expect(answer.status).toBe(status);
  });

  it('of a lock: the second one is refused', async () => {
    const first = await node.put(`${path}-lock`, 'a', { 'if-none-match': '*' });
    const second = await node.put(`${path}-lock`, 'b', { 'if-none-match': '*' });
    expect([first.status < 300, second.status]).toEqual([true, 412]);
    expect((await node.get(`${path}-lock`)).text).toBe('a');
  });

  it.each([
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-match': 'W/TAG' }, 412],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"other", W/TAG' }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': FUTURE }, 304],
    [{ 'if-modified-since': PAST }, 200],
    [{ 'if-modified-since': 'nonsense' }, 200],
    [{ 'if-modified-since': FUTURE, 'if-none-match': '"other"' }, 200],
    [{ 'if-unmodified-since': PAST }, 412],
    [{ 'if-unmodified-since': FUTURE }, 200],
  ])('of a GET and a HEAD: %j is %i', async (given, status) => {
    const headers = withTag(given as Record<string, string>);
    for (const method of ['GET', 'HEAD']) {
      const answer = await node.ask(method, path, { headers });
      expect([method, answer.status]).toEqual([method, status]);
      if (status !== 304) continue;
      expect(answer.body).toHaveLength(0);
      expect(answer.headers).toMatchObject({
        etag,
        'cache-control': 'no-cache',
        'last-modified': expect.stringMatching(/ GMT$/),
        'x-chord-expires': 'never',
      });
    }
  });

  it.each([
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': '*' }, 412],
    [{ 'if-none-match': 'TAG' }, 412],
    [{ 'if-unmodified-since': PAST }, 412],
    [{ 'if-match': '"other", TAG' }, base === '/db' ? 200 : 204],
    [{ 'if-match': '*' }, base === '/db' ? 200 : 204],
    [{ 'if-unmodified-since': FUTURE }, base === '/db' ? 200 : 204],
  ])('of a DELETE: %j is %i', async (given, status) => {
    const headers = withTag(given as Record<string, string>);
    expect((await node.ask('DELETE', path, { headers })).status).toBe(status);
    expect((await node.get(path)).text === 'value').toBe(status === 412);
  });

  it('matter only where the request would succeed', async () => {
    const headers = { 'if-match': '"other"' };
    const found = await node.get(`${path}-none`, headers);
    const removed = await node.ask('DELETE', `${path}-none`, { headers });
    expect([found.status, removed.status]).toEqual(base === '/db' ? [412, 412] : [404, 404]);
  });
});

describe('a key that URL parsers take out of a path', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });

  it.each(['%2E%2E', '%2e', '..', '.', '.%2E', '%2E.'])(
    'is refused at the write: %s',
    async (key) => {
      for (const base of ['/db', '/api/v1/keys']) {
        for (const method of base === '/db' ? ['PUT', 'POST'] : ['PUT']) {
          const answer = await node.ask(method, `${base}/${key}`, { body: 'x' });
          expect(answer.json()).toMatchObject({ status: 400, code: 'KEY_INVALID' });
          expect(answer.json<{ detail: string }>().detail).toMatch(/remove.+from a URL/);
        }
      }
      expect((await node.get('/api/v1/keys')).json()).toMatchObject({ keys: [] });
    },
  );

  it.each(['...', '..a', '%2E%2E%2F', '%252E', '%20.'])('is not %s', async (key) => {
    expect((await node.put(`/db/${key}`, 'x')).status).toBe(200);
    expect((await node.ask('DELETE', `/db/${key}`)).text).toBe('deleted');
  });
});

describe('the type of a value', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });

  it.each(['application/cbor', 'application/vnd.x+json; a=b', 'text/css', 'font/woff2', 'x/y'])(
    'comes back as it was stored: %s',
    async (type) => {
      for (const base of ['/db', '/api/v1/keys']) {
        await node.put(`${base}/typed`, 'x', { 'content-type': type });
        const { headers } = await node.get(`${base}/typed`);
        expect(headers['content-type']).toBe(type);
        expect(headers['content-security-policy']).toBe('sandbox');
        expect(headers['x-content-type-options']).toBe('nosniff');
        expect(headers['content-disposition']).toBeUndefined();
        expect((await node.ask('HEAD', `${base}/typed`)).headers['content-type']).toBe(type);
      }
      const { keys } = (await node.get('/api/v1/keys')).json<{ keys: { contentType: string }[] }>();
      expect(keys[0]?.contentType).toBe(type);
    },
  );

  it.each(['text/html', 'image/svg+xml', 'application/pdf', 'text/javascript'])(
    'that a browser would run comes back too, to be saved: %s',
    async (type) => {
      await node.put('/api/v1/keys/active', '<svg/>', { 'content-type': type });
      expect((await node.get('/api/v1/keys/active')).headers).toMatchObject({
        'content-type': type,
        'content-disposition': 'attachment',
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
      });
    },
  );

  it('that is none is a label of the plain-text API, and is not lost', async () => {
    await node.put('/db/labelled', 'x', { 'content-type': 'nonsense' });
    for (const base of ['/db', '/api/v1/keys'])
      expect((await node.get(`${base}/labelled`)).headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'x-chord-content-type': 'nonsense',
      });
  });
});
