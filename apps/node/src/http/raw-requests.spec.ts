import { connect } from 'node:net';
import { doubledHeader } from './request-head';
import { startTestNode, until, type TestNode } from '../testing/test-node';

interface Raw {
  readonly status: number;
  readonly body: string;
}

/** Sends raw bytes, and reads until the node sends no more. */
function raw(port: number, lines: readonly string[], body = ''): Promise<Raw> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`),
    );
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), body: rest.join('\r\n\r\n') });
    });
  });
}

describe('a request on the wire', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });
  const ask = (...lines: string[]): Promise<Raw> => raw(node.port, lines);
  const put = (header: string): Promise<Raw> =>
    raw(
      node.port,
      ['PUT /api/v1/keys/k HTTP/1.1', 'Host: localhost', header, 'Content-Length: 1'],
      'x',
    );

  it.each([
    [['Host: localhost', 'Host: localhost'], 400],
    [['Host: localhost', 'host: example.org'], 400],
    [['Host: localhost'], 200],
    [['Host: example.org'], 421],
    [['Host:'], 421],
    [[], 400],
  ])('with %j is answered %i', async (headers, status) => {
    const answer = await ask('GET /dht/peers HTTP/1.1', ...headers);
    expect(answer.status).toBe(status);
    if (status !== 200) expect(JSON.parse(answer.body)).toMatchObject({ status });
  });

  it.each([
    ['http://example.org/dht/peers', 421],
    ['http://example.org:80/db/k', 421],
    ['https://user@localhost/dht/peers', 421],
    ['http:///dht/peers', 400],
    ['ftp://localhost/dht/peers', 400],
    ['localhost/dht/peers', 400],
    ['http://localhost/dht/peers', 200],
    ['HTTP://LOCALHOST:5000/dht/peers', 200],
  ])('to the target %s is answered %i', async (target, status) => {
    expect((await ask(`GET ${target} HTTP/1.1`, 'Host: localhost')).status).toBe(status);
  });

  it('to our target is refused when Host names another', async () => {
    const answer = await ask('GET http://localhost/dht/peers HTTP/1.1', 'Host: example.org');
    expect(answer.status).toBe(421);
  });

  it.each([
    ['/health/ready', 200],
    ['/health/live', 200],
    ['/health/live?x', 400],
    ['/dht/peers', 421],
    ['/db/k', 421],
  ])('over HTTP/1.0 without Host to %s is answered %i', async (path, status) => {
    const answer = await ask(`GET ${path} HTTP/1.0`);
    expect(answer.status).toBe(status);
    if (status === 421) {
      const { detail } = JSON.parse(answer.body) as { detail: string };
      expect(detail).toContain('does not say which host it is for');
      expect(detail).not.toContain('another machine');
    }
  });

  it('over HTTP/1.0 with a foreign Host is refused also for health', async () => {
    expect((await ask('GET /health/ready HTTP/1.0', 'Host: example.org')).status).toBe(421);
  });

  it.each([
    'Content-Type: nonsense',
    'Content-Type: ;;;',
    'Content-Type: application/',
    'Content-Type: application/json; charset',
    `Content-Type: text/${'x'.repeat(300)}`,
    'Content-Type: text/plain; x="\u00fc"',
    'Content-Type: text/plain\r\nContent-Type: text/html',
  ])('with %s is answered 400, and nothing is stored', async (header) => {
    const answer = await put(header);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      400,
      expect.objectContaining({ code: 'BAD_HEADER' }),
    ]);
    expect((await node.get('/api/v1/keys/k')).status).toBe(404);
  });

  it('with an expectation that nobody meets is refused in words, and nothing is stored', async () => {
    const answer = await put('Expect: a-miracle');
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      417,
      expect.objectContaining({ code: 'EXPECTATION_FAILED' }),
    ]);
    expect((await node.get('/api/v1/keys/k')).status).toBe(404);
  });

  it.each(['/api/v1/keys/a#b', '/db/a#', '/db/a?ttl=1#b'])(
    'to %s is not taken for another key',
    async (target) => {
      const lines = [`PUT ${target} HTTP/1.1`, 'Host: localhost', 'Content-Length: 1'];
      const answer = await raw(node.port, lines, 'x');
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        400,
        expect.objectContaining({ code: 'BAD_REQUEST' }),
      ]);
      expect((await node.get('/api/v1/keys/a')).status).toBe(404);
    },
  );

  it('of two lengths, or of an unknown transfer, is refused', async () => {
    expect((await put('Content-Length: 2')).status).toBe(400);
    const coded = await ask(
      'PUT /db/k HTTP/1.1',
      'Host: localhost',
      'Transfer-Encoding: gzip, chunked',
    );
    expect([400, 501]).toContain(coded.status);
  });

  it.each([
    ['/db/a/b', '/db/a%2Fb'],
    ['/db/a/b/?x=1', '/db/a%2Fb%2F'],
    ['/db//a', '/db/%2Fa'],
    ['/api/v1/keys/a/b/c', '/api/v1/keys/a%2Fb%2Fc'],
    ['/api/v1/lookups/a/b', '/api/v1/lookups/a%2Fb'],
    ['/db/path/a/b', '/db/path/a%2Fb'],
  ])('to %s is answered with the encoding of a slash inside a key', async (path, written) => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await node.ask(method, path, method === 'PUT' ? { body: 'x' } : {});
      expect(answer.json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(answer.json<{ detail: string }>().detail).toContain(written);
    }
  });

  it('to another unknown path is answered with the list of paths', async () => {
    const { detail } = (await node.get('/nowhere')).json<{ detail: string }>();
    expect(detail).toContain('/docs');
    expect(detail).not.toContain('%2F');
  });
});

describe('a header that came twice', () => {
  it.each([
    [['Host', 'a', 'HOST', 'a'], 'HOST'],
    [['Accept', 'a', 'Accept', 'b', 'Host', 'a'], undefined],
    [['Content-Type', 'a', 'X', 'b', 'content-type', 'a'], 'content-type'],
    [['If-Match', '"a"', 'If-Match', '"b"'], undefined],
    [[], undefined],
  ])('%j: %s', (rawHeaders, doubled) => expect(doubledHeader(rawHeaders)).toBe(doubled));
});

describe('requests that are sent ahead', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
    await node.put('/api/v1/keys/k', 'value');
  });
  const inFlight = async (): Promise<number> => {
    const { text } = await node.get('/metrics');
    return Number(/^chord_requests_in_flight (\d+)$/m.exec(text)?.[1]);
  };
  const head = (line: string, ...fields: string[]): string =>
    [`${line} HTTP/1.1`, 'Host: localhost', ...fields, '', ''].join('\r\n');

  it.each(['/api/v1/keys/large', '/api/v1/keys/%6carge', '/db/large'])(
    'hold nothing when their client goes away: %s',
    async (path) => {
      // More than the connection buffers, so that answers wait behind the one that is being sent.
      await node.put('/api/v1/keys/large', 'x'.repeat(1_000_000));
      const before = await inFlight();
      const socket = connect(node.port, '127.0.0.1', () =>
        socket.write(head(`GET ${path}`).repeat(40)),
      );
      await until(async () => (await inFlight()) > before + 2);
      socket.destroy();
      await until(async () => (await inFlight()) === before);
    },
  );

  it('are answered before what cannot be read ends the connection', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = connect(node.port, '127.0.0.1', () =>
        socket.write(`${head('PUT /api/v1/keys/k', 'Content-Length: 3')}newgarbage\r\n\r\n`),
      );
      socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
      socket.on('error', reject).on('close', () => resolve(heard));
    });
    expect(text.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200']);
    expect((await node.get('/api/v1/keys/k')).text).toBe('new');
  });
});

describe('a request whose body cannot be read', () => {
  it('is refused, and nothing is stored', async () => {
    const node = await startTestNode();
    const lines = ['PUT /db/k HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: chunked'];
    const { status, body } = await raw(node.port, lines, '1\r\nx\r\nnonsense\r\n');
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ code: 'BAD_REQUEST' });
    expect((await node.get('/api/v1/keys/k')).status).toBe(404);
  });
});

describe('a node that stops', () => {
  it.each([
    ['', 'nothing was sent'],
    ['GET /api/v1/keys/k HTTP/1.1\r\nHo', 'half a head was sent'],
    [
      'PUT /api/v1/keys/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx',
      'a body lacks',
    ],
  ])('does not wait for a connection on which %j: %s', async (bytes) => {
    const node = await startTestNode();
    const socket = connect(node.port, '127.0.0.1', () => socket.write(bytes));
    const isClosed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined).resume();
    await new Promise((resolve) => socket.once('connect', resolve));
    await node.stop();
    await isClosed;
  });
});
