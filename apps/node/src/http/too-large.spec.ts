import { connect } from 'node:net';
import { startTestNode, type TestNode } from '../testing/test-node';

const MIB = 1024 * 1024;

describe('a body that is too large', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startTestNode();
  });
  const urlOf = (path: string): string => `http://localhost:${node.port}${path}`;

  /** Sends lines, and collects the answer until the connection ends or `until` is in it. */
  function raw(lines: readonly string[], until: string, body?: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(node.port, '127.0.0.1', () => {
        socket.write(`${lines.join('\r\n')}\r\n\r\n`);
        if (body) socket.write(body);
      });
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.includes(until)) socket.destroy();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });
  }

  it.each([
    ['/db/k', 20 * MIB],
    ['/api/v1/keys/k', 3 * MIB],
    ['/api/v1/keys/k', MIB + 1],
    ['/api/v1/ring/join', 3 * MIB],
  ])('at %s of %i bytes is answered 413 with the limit, every time', async (path, length) => {
    const body = Buffer.alloc(length, 120);
    for (let time = 0; time < 20; time += 1) {
      const method = path.endsWith('join') ? 'POST' : 'PUT';
      const answer = await fetch(urlOf(path), { method, body });
      expect(answer.status).toBe(413);
      const { code, detail } = (await answer.json()) as { code: string; detail: string };
      expect(code).toBe('BODY_TOO_LARGE');
      expect(detail).toContain(path.endsWith('join') ? '65536 bytes' : '1048576 bytes');
    }
    expect((await node.get('/api/v1/keys/k')).status).toBe(404);
  });

  it('of unknown length is answered 413, every time', async () => {
    for (let time = 0; time < 10; time += 1) {
      const body = new ReadableStream<Uint8Array>({
        start(stream) {
          for (let part = 0; part < 40; part += 1) stream.enqueue(new Uint8Array(MIB / 8));
          stream.close();
        },
      });
      const init = { method: 'PUT', body, duplex: 'half' } as RequestInit;
      const answer = await fetch(urlOf('/api/v1/keys/k'), init);
      expect([answer.status, await answer.text()]).toEqual([
        413,
        expect.stringContaining('1048576 bytes'),
      ]);
    }
  });

  it('is answered 413 also to who wants the connection closed, and that is done', async () => {
    const body = Buffer.alloc(8 * MIB);
    for (let time = 0; time < 10; time += 1) {
      const head = ['PUT /db/k HTTP/1.1', 'Host: localhost', 'Connection: close'];
      const text = await raw([...head, `Content-Length: ${body.length}`], 'never', body);
      expect(text).toMatch(/^HTTP\/1\.1 413 [^]*1048576 bytes/);
    }
  });

  it('does not spoil what comes after it on the connection', async () => {
    const body = Buffer.alloc(2 * MIB);
    const text = await raw(
      ['PUT /db/k HTTP/1.1', 'Host: localhost', `Content-Length: ${body.length}`],
      '200 OK',
      Buffer.concat([body, Buffer.from('GET /db/k HTTP/1.1\r\nHost: localhost\r\n\r\n')]),
    );
    expect(text).toMatch(/^HTTP\/1\.1 413 [^]*HTTP\/1\.1 200 OK/);
  });

  it('need not be sent by who asks first', async () => {
    const text = await raw(
      [
        'PUT /db/k HTTP/1.1',
        'Host: localhost',
        `Content-Length: ${MIB + 1}`,
        'Expect: 100-continue',
      ],
      'nothing ends it but the node',
    );
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toMatch(/connection: close/i);
    expect(text).not.toContain('100 Continue');
  });

  it('and a client that asks first gets 100 only when it may send', async () => {
    const ask = (path: string, host: string): Promise<string> =>
      raw(
        [`PUT ${path} HTTP/1.1`, `Host: ${host}`, 'Content-Length: 1', 'Expect: 100-continue'],
        '100 Continue\r\n',
      );
    expect(await ask('/db/k', 'localhost')).toMatch(/^HTTP\/1\.1 100 Continue/);
    expect(await ask('/db/k', 'example.org')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await ask('/nowhere', 'localhost')).toMatch(/^HTTP\/1\.1 100 Continue/);
  });

  it('is cut off when it does not end', async () => {
    const sent = await new Promise<number>((resolve) => {
      const part = Buffer.alloc(MIB);
      const socket = connect(node.port, '127.0.0.1', () => {
        socket.write('PUT /db/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n');
        const more = (): void => void (socket.writable && socket.write(part, more));
        more();
      });
      socket.resume();
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(socket.bytesWritten));
    });
    expect(sent).toBeGreaterThan(60 * MIB);
    expect(sent).toBeLessThan(120 * MIB);
  });
});
