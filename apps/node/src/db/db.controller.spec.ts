import { randomBytes } from 'node:crypto';
import { startTestNode, type TestNode } from '../testing/test-node';

const pathOf = (key: string): string => `/db/${encodeURIComponent(key)}`;

describe('the plain-text API of values', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });

  it.each([
    ['1 MiB of random bytes', randomBytes(1024 * 1024)],
    ['nothing', Buffer.alloc(0)],
    ['a zero byte', Buffer.from([0])],
    ['text beyond ASCII', Buffer.from('Grüße 🌍\r\n')],
  ])('gives back %s as it was put', async (name, value) => {
    const put = await node.put(pathOf(name), value);
    expect([put.status, put.text]).toEqual([200, 'ok']);
    const got = await node.get(pathOf(name));
    expect([got.status, got.headers['x-chord-found']]).toEqual([200, 'true']);
    expect(got.body.equals(value)).toBe(true);
  });

  it.each([
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/plain; charset=utf-16',
    'nonsense',
    ';;;',
  ])('takes a body as raw bytes, also with the content type %s', async (type) => {
    const value = '{"a": no json&b=%20 +';
    expect((await node.put(pathOf(type), value, { 'content-type': type })).status).toBe(200);
    expect((await node.get(pathOf(type))).text).toBe(value);
  });

  it.each([
    'a/b c?ü',
    '__proto__',
    'constructor',
    '...',
    'path',
    'view',
    '%41',
    '%2F',
    'a;b',
    'a#b',
    'a+b',
    'k'.repeat(1024),
    'ü'.repeat(512),
  ])('decodes any key exactly once: row %#', async (key) => {
    expect((await node.put(pathOf(key), `of ${key}`)).status).toBe(200);
    expect((await node.get(pathOf(key))).text).toBe(`of ${key}`);
    const listed = await node.get(`/api/v1/keys/${encodeURIComponent(key)}`);
    expect([listed.status, listed.text]).toEqual([200, `of ${key}`]);
  });

  it('distinguishes an empty value from none', async () => {
    await node.put('/db/empty', '');
    const none = await node.get('/db/never');
    expect([none.status, none.text, none.headers['x-chord-found']]).toEqual([200, '', 'false']);
    expect((await node.get('/db/empty')).headers['x-chord-found']).toBe('true');
  });

  it('takes a value by POST too, and deletes', async () => {
    expect((await node.ask('POST', '/db/posted', { body: 'x' })).text).toBe('ok');
    const head = await node.ask('HEAD', '/db/posted');
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '1', '']);
    expect((await node.ask('DELETE', '/db/posted')).text).toBe('deleted');
    expect((await node.ask('DELETE', '/db/posted')).text).toBe('non existent');
  });

  it('shows values to a browser without running them', async () => {
    await node.put('/db/page', '<script>alert(1)</script>', { 'content-type': 'text/html' });
    const { headers } = await node.get('/db/page');
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'content-security-policy': 'sandbox',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    });
  });

  it('shows the path of a key as one line when this node owns it', async () => {
    const { text } = await node.get('/db/path/keyval');
    expect(text).toBe((await node.get('/dht/peers/id')).text);
  });

  it.each([
    ['PUT', `/db/${'k'.repeat(1025)}`, 'x', 413, 'KEY_TOO_LARGE'],
    ['GET', `/db/${'%C3%BC'.repeat(1000)}`, undefined, 413, 'KEY_TOO_LARGE'],
    ['PUT', '/db/large', Buffer.alloc(1024 * 1024 + 1), 413, 'BODY_TOO_LARGE'],
    ['GET', '/db/', undefined, 400, 'KEY_INVALID'],
    ['GET', '/db/?x=1', undefined, 400, 'KEY_INVALID'],
    ['GET', '/db/path/', undefined, 400, 'KEY_INVALID'],
    ['GET', '/db/%ZZ', undefined, 400, 'BAD_URL'],
    ['PUT', '/db/%FF', 'x', 400, 'BAD_URL'],
    ['GET', '/db/%00', undefined, 400, 'KEY_INVALID'],
    ['PATCH', '/db/x', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', Buffer.from('/db/ü').toString('latin1'), undefined, 400, 'BAD_REQUEST'],
    ['GET', `/db/${'k'.repeat(20_000)}`, undefined, 431, 'HEADERS_TOO_LARGE'],
    ['GET', '/db/a/b', undefined, 404, 'NOT_FOUND'],
  ])(
    '%s of a bad path or body is a problem, not a crash: row %#',
    async (method, path, body, status, code) => {
      const answer = await node.ask(method, path, body === undefined ? {} : { body });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ status, code, requestId: expect.any(String) });
      expect(answer.status).toBe(status);
    },
  );
});
