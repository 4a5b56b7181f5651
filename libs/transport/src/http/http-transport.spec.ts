import { describeTransport } from '@chord-dht/chord/testing/transport-conformance';
import type { CodedError, Envelope } from '@chord-dht/chord';
import {
  loopbackHarness,
  sendRaw,
  startPeer,
  stopPeer,
  type LoopbackPeer,
  type PeerOptions,
} from '../testing/loopback-transports';

describeTransport('http', loopbackHarness('http', 128, {}, 1_000));

describe('HttpTransport', () => {
  const started: LoopbackPeer[] = [];
  const start = async (options: PeerOptions = {}): Promise<LoopbackPeer> => {
    const peer = await startPeer('http', options);
    peer.transport.serve(async ({ body }) => ({ ok: true, body }));
    started.push(peer);
    return peer;
  };
  afterEach(() => Promise.all(started.splice(0).map(stopPeer)));

  const envelope: Envelope = {
    version: 1,
    ring: { bits: 160, hash: 'sha-1' },
    from: { id: '00', address: '127.0.0.1:1' },
    to: null,
    type: 'test.message',
    body: 'hello',
    deadlineMs: 500,
  };
  const outcome = (from: LoopbackPeer, to: string): Promise<string> =>
    from.transport.request(to, envelope, 20_000).then(
      (reply) => (reply.ok ? 'ok' : reply.code),
      (error: CodedError) => `${error.code}: ${error.message}`,
    );

  it('keeps its connection for the next call', async () => {
    const [a, b] = [await start(), await start()];
    for (let round = 0; round < 10; round += 1) expect(await outcome(a, b.address)).toBe('ok');
    expect(b.sockets.size).toBe(1);
  });

  it('keeps the connections of many calls at once for the next ones', async () => {
    const [a, b] = [await start(), await start()];
    const callMany = (): Promise<string[]> =>
      Promise.all(Array.from({ length: 40 }, () => outcome(a, b.address)));
    await callMany();
    const before = [...b.sockets];
    expect(new Set(await callMany())).toEqual(new Set(['ok']));
    expect([...b.sockets]).toEqual(before);
  });

  it('reaches a peer by the names of loopback without a resolver', async () => {
    const lookup = jest.fn();
    const [a, b] = [await start({ lookup }), await start()];
    const port = b.address.split(':')[1];
    for (const name of ['localhost', 'localhost.localdomain']) {
      expect(await outcome(a, `${name}:${port}`)).toBe('ok');
    }
    expect(lookup).not.toHaveBeenCalled();
  });

  it.each(['somewhere', '127.0.0.1:80/path', '10.0.0.1:80', '169.254.169.254:80'])(
    'refuses to call %s',
    async (address) => {
      expect(await outcome(await start(), address)).toMatch(/^REFUSED/);
    },
  );

  it('follows no redirect', async () => {
    const [a, b, c] = [await start(), await start(), await start()];
    const handler = jest.fn();
    c.transport.serve(handler);
    b.fastify.server.prependListener('request', (_request, response) => {
      if (response.headersSent) return;
      response.writeHead(307, { location: `http://${c.address}/_peer` }).end();
    });
    expect(await outcome(a, b.address)).toMatch(/^MALFORMED.*transport http.*307/);
    expect(handler).not.toHaveBeenCalled();
  });

  it('gives up on a reply over the limit', async () => {
    const a = await start({ limits: { messageBytesMax: 1_000 } });
    const b = await start();
    b.transport.serve(async () => ({ ok: true, body: 'x'.repeat(5_000) }));
    expect(await outcome(a, b.address)).toMatch(/^MALFORMED/);
  });

  it('refuses requests that the check of the node does not accept', async () => {
    const b = await start({ accept: () => 403 });
    expect(await outcome(await start(), b.address)).toMatch(/^REFUSED.*403/);
  });

  describe('with a peer secret', () => {
    const secret = 'the secret of this ring, of 32 bytes or more';

    it.each([
      ['another secret', secret, 'some other secret, of 32 bytes or more', /not the same/],
      ['no secret at the caller', secret, undefined, /not signed/],
      ['no secret at the callee', undefined, secret, /does not show/],
    ])('refuses %s', async (_what, atB, atA, why) => {
      const refused: string[] = [];
      const b = await start({ secret: atB, onRefused: (event) => refused.push(event.why) });
      const a = await start({ secret: atA, onRefused: (event) => refused.push(event.why) });
      expect(await outcome(a, b.address)).toMatch(why);
      expect(await outcome(a, b.address)).toMatch(/^REFUSED/);
      expect(refused.length).toBeGreaterThanOrEqual(2);
    });

    it('answers a replayed request with 401', async () => {
      const b = await start({ secret });
      const a = await start({ secret });
      const seen: { headers: NodeJS.Dict<string | string[]>; body: Buffer }[] = [];
      b.fastify.server.prependListener('request', (request) => {
        const pieces: Buffer[] = [];
        request.on('data', (piece: Buffer) => pieces.push(piece));
        request.on('end', () =>
          seen.push({ headers: request.headers, body: Buffer.concat(pieces) }),
        );
      });
      expect(await outcome(a, b.address)).toBe('ok');
      const { headers, body } = seen[0] as (typeof seen)[0];
      const lines = Object.entries({ ...headers, connection: 'close' }).map(
        ([k, v]) => `${k}: ${v}`,
      );
      const head = `POST /_peer HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
      expect(String(await sendRaw(b.address, head, body))).toMatch(/^HTTP\/1.1 401[^]*seen before/);
    });
  });
});
