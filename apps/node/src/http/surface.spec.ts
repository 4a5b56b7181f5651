import { connect } from 'node:net';
import { Sha1Hasher, SystemClock } from '@chord-dht/transport';
import { CLOCK, HASHER, MemberHolder } from '@chord-dht/nest';
import { createLogger } from '../log/logger';
import { send, startTestNode, type TestNode } from '../testing/test-node';

/** Sends bytes and reads the answer until the node pauses for the first time. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      resolve(chunk.toString());
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

describe('every request', () => {
  let node: TestNode;
  const written: string[] = [];
  beforeAll(async () => {
    const log = createLogger({
      level: 'info',
      format: 'json',
      write: (line) => written.push(line),
    });
    node = await startTestNode({ log });
  });

  it('has an id: the caller’s when it is harmless, else ours', async () => {
    const given = await node.get('/dht/peers', { 'x-request-id': 'my-id.1' });
    expect(given.headers['x-request-id']).toBe('my-id.1');
    const evil = await node.get('/nowhere', { 'x-request-id': 'a"b' });
    expect(evil.headers['x-request-id']).not.toContain('"');
    expect(evil.json()).toMatchObject({ requestId: evil.headers['x-request-id'] });
  });

  it.each([
    ['example.org', 421],
    ['localhost.example.org:5000', 421],
    ['localhost:5000:80', 421],
    ['localhost.localdomain', 200],
    ['[::1]:5000', 200],
  ])('to the host %s is answered %i', async (host, status) => {
    expect((await send(node.port, 'GET', '/dht/peers', { headers: { host } })).status).toBe(status);
  });

  it('that changes something is refused when a foreign page sent it', async () => {
    const foreign = { origin: 'http://example.org' };
    expect((await node.put('/db/a', 'x', foreign)).json()).toMatchObject({
      status: 403,
      code: 'FOREIGN_ORIGIN',
    });
    expect((await node.get('/dht/leave', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await node.get('/dht/%6ceave', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await node.get('/shutdown', foreign)).status).toBe(403);
    expect((await node.get('/db/a', foreign)).headers['x-chord-found']).toBe('false');
    expect(node.stopRequests).toEqual([]);
    const own = { origin: `http://localhost:${node.port}`, 'sec-fetch-site': 'same-origin' };
    expect((await node.put('/db/a', 'x', own)).status).toBe(200);
  });

  it('that ends the node is known for GET and POST alone', async () => {
    for (const path of ['/dht/leave', '/shutdown']) {
      const answer = await node.ask('HEAD', path);
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, POST']);
    }
    expect(node.stopRequests).toEqual([]);
  });

  it('by OPTIONS learns the methods, and no other origin is let in', async () => {
    const { status, headers } = await node.ask('OPTIONS', '/db/x', {
      headers: { origin: 'http://example.org' },
    });
    expect([status, headers.allow]).toEqual([204, 'DELETE, GET, HEAD, POST, PUT']);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    '/dht/',
    '/dht/peers/',
    '/health',
    '/api',
    '/api/v1',
    '/api/v2/keys',
    '/_peers',
    '/%2e%2e/package.json',
  ])('to the unknown path %s is a problem with 404', async (path) => {
    expect((await node.get(path)).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('without a host is answered nothing', async () => {
    expect(await raw(node.port, 'GET /dht/peers HTTP/1.1\r\nHost: \r\n\r\n')).toMatch(
      /^HTTP\/1\.1 421 /,
    );
    expect(await raw(node.port, 'GET /dht/peers HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await raw(node.port, 'GET /dht/peers HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('cannot climb out of a folder', async () => {
    expect((await node.get('/docs/../main.ts')).status).toBe(400);
    expect((await node.get('/docs/%2e%2e/%2e%2e/package.json')).status).toBe(400);
  });

  it('that offers HTTP/2 as well is answered by HTTP/1.1', async () => {
    const offer =
      'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
    const head = `HTTP/1.1\r\nHost: localhost:${node.port}\r\n${offer}`;
    const path = '/api/v1/keys/offered';
    const put = await raw(node.port, `PUT ${path} ${head}Content-Length: 5\r\n\r\nvalue`);
    expect(put).toMatch(/^HTTP\/1\.1 201 .*\r\nconnection: close\r\n/is);
    expect(await raw(node.port, `GET ${path} ${head}\r\n`)).toMatch(
      /^HTTP\/1\.1 200 .*\r\n\r\nvalue$/s,
    );
    const foreign = head.replace('Host: ', 'Host: evil.example.');
    expect(await raw(node.port, `GET ${path} ${foreign}\r\n`)).toMatch(/^HTTP\/1\.1 421 /);
    const websocket = head.replace('h2c', 'websocket');
    expect(await raw(node.port, `GET /nowhere ${websocket}\r\n`)).toMatch(
      /^HTTP\/1\.1 404 .*"NOT_FOUND"/s,
    );
  });

  it('that is no HTTP is refused with that reason', async () => {
    const answer = await raw(node.port, 'NONSENSE\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      code: 'BAD_REQUEST',
      status: 400,
    });
  });

  it('is counted by its route, not by its path', async () => {
    await node.get('/db/some-secret-key');
    const { text, headers } = await node.get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(
      /chord_http_request_seconds_count\{method="GET",route="\/db\/:key",status="200"\} \d/,
    );
    expect(text).not.toContain('some-secret-key');
    for (const name of [
      'chord_keys',
      'chord_is_member',
      'chord_lookups_total',
      'chord_ring_events_total',
    ]) {
      expect(text).toContain(`# TYPE ${name} `);
    }
  });

  it('was served without a fault of ours', () => {
    expect(written.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

describe('a node whose parts fail', () => {
  it('reports a failure, and keeps the reason for its log', async () => {
    const written: string[] = [];
    const log = createLogger({
      level: 'info',
      format: 'json',
      write: (line) => written.push(line),
    });
    const node = await startTestNode({ log });
    jest.spyOn(node.app.nest.get(HASHER) as Sha1Hasher, 'digest').mockImplementation(() => {
      throw new TypeError('secret detail at /home/x/file.ts:1:2');
    });
    const answer = await node.get('/db/path/x');
    expect(answer.json()).toMatchObject({ status: 500, code: 'DEFECT' });
    expect(answer.text).not.toContain('secret');
    const entry = written.map((line) => JSON.parse(line)).find(({ event }) => event === 'defect');
    expect(entry).toMatchObject({
      requestId: answer.json()['requestId'],
      error: { message: expect.stringContaining('secret') },
    });
  });

  it('ends a request at its deadline, whatever it waits for', async () => {
    const node = await startTestNode({ config: { handlerDeadlineMs: 200 } });
    const { chord } = node.app.nest.get(MemberHolder).current;
    jest.spyOn(chord, 'members').mockReturnValue(new Promise(() => undefined));
    expect((await node.get('/dht/peers')).json()).toMatchObject({
      status: 503,
      code: 'HANDLER_DEADLINE',
    });
  });
});

describe('a test', () => {
  it('can give a node any clock', async () => {
    const replace = new Map<symbol, unknown>([[CLOCK, new SystemClock(-86_400_000)]]);
    const node = await startTestNode({ replace });
    const { readAt } = (await node.get('/api/v1/ring')).json<{ readAt: string }>();
    expect(Date.parse(readAt)).toBeLessThan(Date.now() - 86_000_000);
  });
});
