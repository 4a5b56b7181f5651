import { createDocument } from '../openapi/document';
import { startTestNode, type TestNode } from '../testing/test-node';

/** Routes that end the node, or never end themselves. */
const SKIPPED = new Set([
  '/dht/leave',
  '/shutdown',
  '/api/v1/ring/leave',
  '/api/v1/events',
  '/api/v1/watch',
]);

describe('what an endpoint cannot obey', () => {
  let node: TestNode;
  let operations: { method: string; path: string; named: string[] }[];
  beforeAll(async () => {
    node = await startTestNode();
    const { paths } = createDocument(node.app.nest);
    operations = Object.entries(paths).flatMap(([path, item]) =>
      (['get', 'put', 'post', 'delete', 'patch', 'head'] as const).flatMap((method) => {
        const operation = item[method];
        if (!operation || SKIPPED.has(path) || /view/.test(path)) return [];
        const named = (operation.parameters ?? []).flatMap((parameter) =>
          'in' in parameter && parameter.in === 'query' ? [parameter.name] : [],
        );
        return [{ method: method.toUpperCase(), path: path.replace(/\{\w+\}/, 'some-key'), named }];
      }),
    );
  });

  it.each(['%FF', '%ED%A0%80', 'a%C3', '%zz', '%'])(
    'as the encoding of a parameter is refused: %s',
    async (text) => {
      for (const path of [
        '/api/v1/keys?prefix=',
        '/api/v1/keys/count?prefix=',
        '/api/v1/watch?key=',
      ]) {
        const answer = await node.get(path + text);
        expect([path, answer.status, answer.json<{ code: string }>().code]).toEqual([
          ...[path, 400, 'BAD_QUERY'],
        ]);
      }
      expect((await node.get('/api/v1/keys?prefix=%C3%A4%25+')).status).toBe(200);
    },
  );

  it('as a parameter is refused everywhere, and named', async () => {
    expect(operations.length).toBeGreaterThan(25);
    for (const { method, path } of operations) {
      const answer = await node.ask(method, `${path}?tll=1`, { body: '' });
      expect([method, path, answer.status]).toEqual([method, path, 400]);
      if (method === 'HEAD') continue;
      const { code, detail } = answer.json<{ code: string; detail: string }>();
      expect([path, code]).toEqual([path, 'BAD_QUERY']);
      expect(detail).toContain('"tll"');
    }
  });

  it('is none of what the description names', async () => {
    for (const { method, path, named } of operations) {
      for (const name of named) {
        const answer = await node.ask(method, `${path}?${name}=`, { body: '' });
        expect([path, name, answer.text]).not.toEqual([
          path,
          name,
          expect.stringContaining('There is no parameter'),
        ]);
      }
    }
  });

  it.each([
    ['PUT', '/db/lock', { 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_CODING'],
    ['PUT', '/api/v1/keys/k', { 'content-encoding': 'br' }, 415, 'UNSUPPORTED_CODING'],
    ['PUT', '/dht/join', { 'content-encoding': 'deflate' }, 415, 'UNSUPPORTED_CODING'],
    ['PUT', '/api/v1/keys/k', { 'content-encoding': 'identity, gzip' }, 415, 'UNSUPPORTED_CODING'],
    ['PUT', '/api/v1/keys/k', { 'content-range': 'bytes 0-1/2' }, 400, 'BAD_HEADER'],
    ['PUT', '/db/k', { 'content-range': 'bytes 0-1/2' }, 400, 'BAD_HEADER'],
    ['GET', '/api/v1/keys/k', { 'idempotency-key': 'a' }, 400, 'BAD_HEADER'],
    ['POST', '/dht/flush', { 'idempotency-key': 'a' }, 400, 'BAD_HEADER'],
    ['POST', '/dht/flush', { 'if-match': '"a"' }, 400, 'BAD_HEADER'],
    ['POST', '/api/v1/ring/join', { 'if-none-match': '*' }, 400, 'BAD_HEADER'],
    ['GET', '/api/v1/keys', { 'if-match': '*' }, 400, 'BAD_HEADER'],
    [
      'PUT',
      '/db/k',
      { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' },
      400,
      'MALFORMED_CONDITION',
    ],
    ['DELETE', '/db/k?ttl=1', {}, 400, 'BAD_QUERY'],
    ['PATCH', '/api/v1/keys/k?ttl=1', {}, 400, 'BAD_QUERY'],
    ['GET', '/api/v1/keys?prefx=zz', {}, 400, 'BAD_QUERY'],
    ['GET', '/health/ready?verbose', {}, 400, 'BAD_QUERY'],
  ])('%s %s with %j is refused', async (method, path, headers, status, code) => {
    const answer = await node.ask(method, path, {
      headers: headers as Record<string, string>,
      ...(/^P/.test(method) ? { body: 'x' } : {}),
    });
    expect(answer.json()).toMatchObject({ status, code });
    if (status === 415) expect(answer.headers['accept-encoding']).toBe('identity');
    expect((await node.get('/db/lock')).headers['x-chord-found']).toBe('false');
  });

  it.each([
    ['GET', '/', {}],
    ['GET', '/?x=1', {}],
    ['GET', '/db/view/a?x=1', {}],
    ['GET', '/docs?x=1', {}],
    ['GET', '/api/v1/keys?', {}],
    [
      'GET',
      '/api/v1/ring',
      { 'if-none-match': '"a"', 'if-modified-since': 'x', range: 'bytes=0-1' },
    ],
    ['PUT', '/db/plain', { 'content-encoding': 'identity' }],
  ])('%s %s with %j is not that', async (method, path, headers) => {
    const answer = await node.ask(method, path, {
      headers: headers as Record<string, string>,
      ...(method === 'PUT' ? { body: 'x' } : {}),
    });
    expect([200, 302, 503]).toContain(answer.status);
    expect(answer.text).not.toContain('BAD_');
  });
});
