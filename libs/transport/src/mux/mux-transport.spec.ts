import { connect, createServer, type Server, type Socket } from 'node:net';
import { describeFrames } from '@chord-dht/chord/testing/frame-conformance';
import { describeTransport } from '@chord-dht/chord/testing/transport-conformance';
import { type CodedError, type Envelope } from '@chord-dht/chord';
import { fakeOnly, turns } from '../testing/fake-timers';
import {
  killPeer,
  loopbackHarness,
  sendRaw,
  startPeer,
  stopPeer,
  UPGRADE,
  type LoopbackPeer,
  type PeerOptions,
} from '../testing/loopback-transports';

describeTransport('mux', loopbackHarness('mux', 256));

describeFrames('mux', loopbackHarness('mux', 256));

/** The number of turns of the event loop in which a frame and its answer are written and read. */
const READ_TURNS = 8;
const FRAME_HEAD_BYTES = 9;

describe('MuxTransport', () => {
  const started: LoopbackPeer[] = [];
  const start = async (options: PeerOptions = {}): Promise<LoopbackPeer> => {
    const peer = await startPeer('mux', options);
    peer.transport.serve(async ({ body }) => ({ ok: true, body }));
    started.push(peer);
    return peer;
  };
  afterEach(() => Promise.all(started.splice(0).map(stopPeer)));
  afterEach(() => jest.useRealTimers());

  const envelopeOf = (from: LoopbackPeer, body: unknown, to: string | null = null): Envelope => ({
    version: 1,
    ring: { bits: 160, hash: 'sha-1' },
    from: { id: from.id, address: from.address },
    to,
    type: 'test.message',
    body,
    deadlineMs: 500,
  });
  const call = (from: LoopbackPeer, to: string, body: unknown = null, timeoutMs = 20_000) =>
    from.transport.request(to, envelopeOf(from, body), timeoutMs);
  const failure = (calling: Promise<unknown>): Promise<{ code: string; message: string }> =>
    calling.then(
      () => ({ code: 'none', message: '' }),
      (error: CodedError) => ({ code: error.code, message: error.message }),
    );

  it('makes all calls to a peer over one connection', async () => {
    const [a, b] = [await start(), await start()];
    await Promise.all(Array.from({ length: 100 }, (_unused, index) => call(a, b.address, index)));
    await call(a, b.address);
    expect(b.sockets.size).toBe(1);
    expect(a.sockets.size).toBe(0);
  });

  it('gives the handler the whole envelope although half of it was sent once per connection', async () => {
    const [a, b] = [await start(), await start()];
    const seen: Envelope[] = [];
    b.transport.serve(async (envelope) => {
      seen.push(envelope);
      return { ok: true, body: null };
    });
    const sent = [
      envelopeOf(a, 1, b.id),
      envelopeOf(a, 2, b.id),
      { ...envelopeOf(a, 3, 'another'), trace: 'request-7' },
      envelopeOf(b, 4),
    ];
    for (const envelope of sent) await a.transport.request(b.address, envelope, 20_000);
    expect(seen).toEqual(sent);
  });

  it('reaches a peer by the names of loopback without a resolver', async () => {
    const lookup = jest.fn();
    const [a, b] = [await start({ lookup }), await start()];
    const port = b.address.split(':')[1];
    for (const name of ['localhost', 'localhost.localdomain', '127.0.0.1']) {
      expect(await call(a, `${name}:${port}`, name)).toEqual({ ok: true, body: name });
    }
    expect(lookup).not.toHaveBeenCalled();
  });

  it.each([
    ['no address', 'somewhere'],
    ['a path', '127.0.0.1:80/path'],
    ['another network', '10.0.0.1:80'],
    ['cloud metadata', '169.254.169.254:80'],
  ])('refuses to dial %s', async (_what, address) => {
    const a = await start();
    expect(await failure(call(a, address))).toMatchObject({ code: 'REFUSED' });
  });

  it('closes an unused connection, and opens another for the next call', async () => {
    fakeOnly('setInterval', 'clearInterval');
    const a = await start({ limits: { pingMs: 10, idleCloseMs: 20 } });
    const b = await start();
    await call(a, b.address);
    const [socket] = b.sockets;
    const closed = new Promise((resolve) => socket?.once('close', resolve));
    // The call was made within the first period: two more without one have to pass.
    for (let period = 0; period < 3; period += 1) {
      jest.advanceTimersByTime(10);
      await turns(READ_TURNS);
    }
    await closed;
    expect(await call(a, b.address, 'again')).toEqual({ ok: true, body: 'again' });
  });

  it('keeps a quiet connection with an open call alive by signs of life', async () => {
    fakeOnly('setInterval', 'clearInterval');
    const a = await start({ limits: { pingMs: 5, idleCloseMs: 10 } });
    const b = await start();
    let answer: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      b.transport.serve(() => {
        resolve();
        return new Promise((reply) => (answer = () => reply({ ok: true, body: 'late' })));
      });
    });
    const calling = call(a, b.address);
    await asked;
    const [socket] = b.sockets;
    const periods = 80;
    const before = socket?.bytesRead ?? 0;
    for (let period = 0; period < periods; period += 1) {
      jest.advanceTimersByTime(5);
      await turns(READ_TURNS);
    }
    // A question in every second period: the answer to it makes the next one not quiet.
    expect(socket?.bytesRead).toBe(before + (periods / 2) * FRAME_HEAD_BYTES);
    answer?.();
    expect(await calling).toEqual({ ok: true, body: 'late' });
    expect(b.sockets.size).toBe(1);
  });

  it('refuses upgrades that the check of the node does not accept', async () => {
    const refused: unknown[] = [];
    const b = await start({ accept: () => 421, onRefused: (event) => refused.push(event) });
    const a = await start();
    const { code, message } = await failure(call(a, b.address));
    expect({ code, message }).toEqual({ code: 'REFUSED', message: expect.stringContaining('421') });
    expect(refused).toEqual([{ direction: 'in', address: '127.0.0.1', why: expect.any(String) }]);
  });

  it('says BUSY when the peer takes no more connections', async () => {
    const b = await start({ limits: { connectionsMax: 1 } });
    const [a, c] = [await start(), await start()];
    await call(a, b.address);
    expect(await failure(call(c, b.address))).toMatchObject({ code: 'BUSY' });
    expect(await call(a, b.address, 'still')).toEqual({ ok: true, body: 'still' });
  });

  it('answers BUSY when one caller has too many calls open', async () => {
    const b = await start({ limits: { servedMax: 2 } });
    const a = await start();
    b.transport.serve(({ body }) =>
      body === 'wait' ? new Promise(() => undefined) : Promise.resolve({ ok: true, body }),
    );
    const waiting = [1, 2].map(() => failure(call(a, b.address, 'wait')));
    expect(await call(a, b.address, 'third')).toMatchObject({ ok: false, code: 'BUSY' });
    await killPeer(b);
    expect(await Promise.all(waiting)).toMatchObject([
      { code: 'UNREACHABLE' },
      { code: 'UNREACHABLE' },
    ]);
  });

  it('says BUSY when too many bytes wait to be sent', async () => {
    const a = await start({ limits: { bufferedBytesMax: 100_000 } });
    const b = await start();
    const body = new Uint8Array(60_000);
    const calls = Array.from({ length: 5 }, () => failure(call(a, b.address, body)));
    const codes = (await Promise.all(calls)).map(({ code }) => code);
    expect(codes).toEqual(['none', 'none', 'BUSY', 'BUSY', 'BUSY']);
    expect(await call(a, b.address, 'small')).toEqual({ ok: true, body: 'small' });
  });

  it('does not send a message over the limit and goes on', async () => {
    const limits = { messageBytesMax: 1_000 };
    const [a, b] = [await start({ limits }), await start({ limits })];
    expect(await failure(call(a, b.address, 'x'.repeat(2_000)))).toMatchObject({
      code: 'MALFORMED',
    });
    b.transport.serve(async () => ({ ok: true, body: 'x'.repeat(2_000) }));
    expect(await call(a, b.address, 'big reply')).toMatchObject({ ok: false, code: 'INTERNAL' });
  });

  it('answers a reply that cannot be encoded with INTERNAL', async () => {
    const [a, b] = [await start(), await start()];
    b.transport.serve(async () => ({ ok: true, body: Symbol('no data') }));
    expect(await call(a, b.address)).toMatchObject({ ok: false, code: 'INTERNAL' });
  });

  it('answers upgrades of strangers without harm', async () => {
    const b = await start();
    const other = UPGRADE.replace('/_peer', '/other');
    expect(String(await sendRaw(b.address, other))).toContain('404');
    const websocket = UPGRADE.replace('chord-mux/2', 'websocket');
    expect(String(await sendRaw(b.address, websocket))).toContain('400');
  });

  describe('with something else at the address', () => {
    const servers: Server[] = [];
    afterEach(() => servers.splice(0).forEach((server) => server.close()));
    const listen = async (onConnection: (socket: Socket) => void) => {
      const server = createServer(onConnection);
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `127.0.0.1:${(server.address() as { port: number }).port}`;
    };

    it.each([
      ['another web server', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', 'MALFORMED'],
      ['no HTTP at all', 'SSH-2.0-OpenSSH\r\n', 'MALFORMED'],
      ['a closed door', '', 'UNREACHABLE'],
      [
        'another protocol after the upgrade',
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chord-mux/2\r\n\r\nrubbish rubbish',
        'MALFORMED',
      ],
    ])('says what is wrong: %s', async (_what, answer, code) => {
      const address = await listen((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(answer));
      });
      expect(await failure(call(await start(), address))).toMatchObject({ code });
    });

    it('names its transport to a node whose members have another', async () => {
      const address = await listen((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 405 Method Not Allowed\r\n\r\n')),
      );
      expect(await failure(call(await start(), address))).toMatchObject({
        message: expect.stringContaining('transport mux'),
      });
    });

    it('gives up on a peer that never finishes the handshake', async () => {
      const address = await listen((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () =>
          socket.write(
            'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chord-mux/2\r\n\r\n',
          ),
        );
      });
      const a = await start({ limits: { handshakeTimeoutMs: 30 } });
      expect(await failure(call(a, address))).toMatchObject({ code: 'REFUSED' });
    });

    /** A proxy to `to` that records the caller's bytes and, once `cut`, drops those of its first connection. */
    const listenBetween = async (to: LoopbackPeer) => {
      const wire = { cut: false, connections: 0, said: [] as Buffer[], address: '' };
      wire.address = await listen((socket) => {
        const mine = (wire.connections += 1);
        const onward = connect(Number(to.address.split(':')[1]), '127.0.0.1');
        socket.on('error', () => undefined).on('close', () => onward.destroy());
        onward.on('error', () => undefined).on('close', () => socket.destroy());
        socket.on('data', (chunk: Buffer) => {
          wire.said.push(chunk);
          if (!wire.cut || mine > 1) onward.write(chunk);
        });
        onward.on('data', (chunk: Buffer) => socket.write(chunk));
      });
      return wire;
    };

    it.each([
      ['after a call without an answer', { suspectMs: 30 }, 20, 'TIMEOUT'],
      ['by its silence', { pingMs: 30 }, 20_000, 'UNREACHABLE'],
    ])('detects a peer that vanished silently %s', async (_how, limits, timeoutMs, code) => {
      fakeOnly('setInterval', 'clearInterval');
      const [a, b] = [await start({ limits }), await start()];
      const wire = await listenBetween(b);
      await call(a, wire.address);
      wire.cut = true;
      const lost = failure(call(a, wire.address, 'lost', timeoutMs));
      const waiting = failure(call(a, wire.address, 'waits longer'));
      for (let period = 0; period < 4; period += 1) {
        await turns(READ_TURNS);
        jest.advanceTimersByTime(30);
      }
      expect(await lost).toMatchObject({ code });
      expect(await waiting).toMatchObject({ code: 'UNREACHABLE' });
      expect(await call(a, wire.address, 'anew')).toEqual({ ok: true, body: 'anew' });
      expect(wire.connections).toBe(2);
    });

    it('cuts a caller that gives no sign of life', async () => {
      fakeOnly('setInterval', 'clearInterval');
      const [a, b] = [await start(), await start({ limits: { pingMs: 10 } })];
      await call(a, b.address);
      expect(b.sockets.size).toBe(1);
      const [socket] = b.sockets;
      const closed = new Promise((resolve) => socket?.once('close', resolve));
      jest.advanceTimersByTime(1_000);
      await closed;
      expect(b.sockets.size).toBe(0);
    });

    it('serves no call to a stranger that replays frames of a member', async () => {
      const secret = 'the secret of this ring, of 32 bytes or more';
      const [a, b] = [await start({ secret }), await start({ secret })];
      const wire = await listenBetween(b);
      const seen: unknown[] = [];
      b.transport.serve(async ({ body }) => {
        seen.push(body);
        return { ok: true, body };
      });
      await call(a, wire.address, 'once');
      await sendRaw(b.address, ...wire.said);
      expect(seen).toEqual(['once']);
      expect(Buffer.concat(wire.said).includes(secret)).toBe(false);
    });
  });

  describe('with a peer secret', () => {
    const secret = 'the secret of this ring, of 32 bytes or more';
    const refusedBy = (list: string[]) => (event: { why: string; direction: string }) =>
      void list.push(`${event.direction}: ${event.why}`);

    it.each([
      ['another secret', 'some other secret, of 32 bytes or more', /not the same/],
      ['no secret', undefined, /has a peer secret and the caller has none/],
    ])('refuses a caller with %s, and both sides get the reason', async (_what, other, why) => {
      const [atA, atB]: string[][] = [[], []];
      const b = await start({ secret, onRefused: refusedBy(atB as string[]) });
      const a = await start({ secret: other, onRefused: refusedBy(atA as string[]) });
      const { code, message } = await failure(call(a, b.address));
      expect(code).toBe('REFUSED');
      expect(message).toMatch(why);
      expect(atA).toEqual([expect.stringMatching(why)]);
      await new Promise((resolve) =>
        [...b.sockets][0] ? [...b.sockets][0]?.once('close', resolve) : resolve(0),
      );
      expect(atB).toEqual([expect.stringMatching(why)]);
    });

    it('refuses a callee without a secret', async () => {
      const b = await start();
      const a = await start({ secret });
      expect(await failure(call(a, b.address))).toEqual({
        code: 'REFUSED',
        message: expect.stringContaining('has no peer secret'),
      });
    });

    it('does not start with a short secret', async () => {
      await expect(startPeer('mux', { secret: 'x'.repeat(31) })).rejects.toThrow('32 bytes');
    });

    it('serves no call before the proof', async () => {
      const b = await start({ secret });
      const handler = jest.fn();
      b.transport.serve(handler);
      const callFrame = Buffer.from([
        0, 0, 0, 16, 6, 0, 0, 0, 1, 0x95, 0xa1, 0x74, 0xc0, 1, 0xc0, 0xc0, 0, 0, 0, 0,
      ]);
      const answer = await sendRaw(b.address, UPGRADE, callFrame);
      expect(String(answer)).toMatch(/^HTTP\/1.1 101[^\r]*\r\n([^\r]+\r\n)*\r\n$/);
      expect(handler).not.toHaveBeenCalled();
    });
  });
});
