// Programs that are no members, at the port of a node: which are accepted, what is carried, and what is not.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChordError, type CodedError, type IncomingFrame } from '@chord-dht/chord';
import { AddressPolicy } from '../address/address-policy';
import { MuxTransport } from '../mux/mux-transport';
import type { TransportLimits } from '../peer/transport-options';
import { sendRaw } from '../testing/loopback-transports';
import { ClientConnections, type ClientConnectionsOptions } from './client-connections';
import { ClientServer, type ClientRefusal } from './client-server';

const RING = { bits: 160, hash: 'sha-1' };
const ID = '0f'.repeat(20);
const NO_TOKEN: ClientRefusal = {
  ...{ status: 401, code: 'UNAUTHENTICATED', sentence: 'Show a token.' },
  fields: 'WWW-Authenticate: Bearer\r\n',
};
const policy = new AddressPolicy({ loopbackOnly: true });

interface Door {
  readonly address: string;
  readonly web: Server;
  readonly server: ClientServer<string>;
  readonly served: { readonly frame: IncomingFrame; readonly guest: string }[];
  readonly refused: string[];
}

describe('the server for clients', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function open(
    handler: (frame: IncomingFrame, guest: string) => void,
    limits: Partial<TransportLimits> = {},
  ): Promise<Door> {
    const web = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${(web.address() as AddressInfo).port}`;
    const served: Door['served'] = [];
    const refused: string[] = [];
    const server = new ClientServer<string>({
      ...{ self: { id: ID, address }, ring: RING, limits },
      admit: ({ headers }: IncomingMessage) => {
        const [, token] = /^Bearer (.*)$/.exec(headers.authorization ?? '') ?? [];
        return token ? { guest: token, inParts: token !== 'old' } : { refusal: NO_TOKEN };
      },
      handler: (frame, guest) => {
        served.push({ frame, guest });
        handler(frame, guest);
      },
      onRefused: ({ why }) => refused.push(why),
      onFault: (error) => {
        throw error;
      },
    });
    server.attach(web);
    ends.push(async () => {
      await server.close();
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
    });
    return { address, web, server, served, refused };
  }

  function connect(more: Partial<ClientConnectionsOptions> = {}): ClientConnections {
    const connections = new ClientConnections({
      ...{ policy, token: () => 'ida', onWelcome: () => undefined, onEnded: () => undefined },
      onFault: (error) => {
        throw error;
      },
      ...more,
    });
    ends.push(() => connections.close());
    return connections;
  }

  const ask = (
    connections: ClientConnections,
    to: string,
    bytes: Uint8Array,
    timeoutMs = 20_000,
  ): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      connections.to(to).callBytes(to, '', bytes, { timeoutMs }, (error, answer) => {
        if (error) reject(error);
        else resolve(answer.slice());
      });
    });
  const failureOf = (asking: Promise<unknown>): Promise<CodedError> =>
    asking.then(
      () => new ChordError('INTERNAL', 'it did not fail'),
      (error: CodedError) => error,
    );
  const echo = (frame: IncomingFrame): void => frame.reply(frame.bytes.slice());

  it('accepts a client, introduces its ring, and carries its calls over one connection', async () => {
    const { address, server, served } = await open(echo);
    const welcomes: unknown[] = [];
    const connections = connect({ onWelcome: (...said) => welcomes.push(said) });
    const calls = Array.from({ length: 300 }, (_, at) =>
      ask(connections, address, Uint8Array.of(at & 255, 7)),
    );
    const answers = await Promise.all(calls);
    expect(answers.map(([first]) => first)).toEqual(answers.map((_, at) => at & 255));
    expect(welcomes).toEqual([
      [{ version: 1, ring: RING, from: { id: ID, address }, inParts: true }, address],
    ]);
    expect(server.size).toBe(1);
    expect(new Set(served.map(({ guest }) => guest))).toEqual(new Set(['ida']));
    // The time spent waiting for the connection has been subtracted.
    expect(served[0]?.frame.deadlineMs).toBeLessThanOrEqual(20_000);
    expect(served[0]?.frame.deadlineMs).toBeGreaterThan(0);
  });

  it('carries an answer in parts, from a member that has announced it', async () => {
    const parts = [1, 2].map((byte) => new Uint8Array(30_000 * byte - 29_999).fill(byte));
    const { address } = await open((frame) => {
      for (const part of parts) frame.part?.(part);
      frame.reply(frame.bytes.slice());
    });
    for (const token of ['ida', 'old']) {
      const connections = connect({ token: () => token });
      expect(connections.answersInParts(address)).toBe(false);
      const heard: Uint8Array[] = [];
      const asked = new Promise<Uint8Array>((resolve, reject) => {
        const options = { timeoutMs: 20_000 };
        const bytes = Uint8Array.of(7);
        connections.to(address).callBytes(
          ...([address, '', bytes, options] as const),
          (error, answer) => (error ? reject(error) : resolve(answer.slice())),
          (part) => heard.push(part.slice()),
        );
      });
      expect(await asked).toEqual(Uint8Array.of(7));
      expect(heard.map((part) => new Uint8Array(part))).toEqual(parts);
      expect(connections.answersInParts(address)).toBe(token === 'ida');
      await connections.close();
      expect(connections.answersInParts(address)).toBe(false);
    }
  });

  it('carries large messages, in both directions', async () => {
    const { address } = await open(echo);
    const large = Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 31) & 255);
    expect(await ask(connect(), address, large)).toEqual(large);
  });

  it('gives a refused client the reason, and sends none of its calls', async () => {
    const { address, served, refused } = await open(echo);
    const connections = connect({ token: () => undefined });
    const failure = await failureOf(ask(connections, address, Uint8Array.of(1)));
    expect(failure).toMatchObject({
      code: 'REFUSED',
      detail: { status: 401, code: 'UNAUTHENTICATED' },
    });
    expect(failure.message).toBe(`${address} refuses this client: Show a token.`);
    expect([served, refused]).toEqual([[], ['Show a token.']]);
  });

  it('answers no message of members', async () => {
    const { address, served, web } = await open(echo);
    const self = { id: '0e'.repeat(20), address: '127.0.0.1:1' };
    const peer = new MuxTransport({ self, ring: RING, policy });
    ends.push(() => peer.close());
    const envelope = {
      ...{ version: 1, ring: RING, from: self, to: null, type: 'chord.notify', body: null },
      deadlineMs: 1_000,
    };
    // Only the path of clients is served here; there is no member.
    const failure = await failureOf(peer.request(address, envelope, 5_000));
    expect(failure.code).toBe('MALFORMED');
    expect(web.listenerCount('upgrade')).toBe(1);
    expect(served).toEqual([]);
  });

  it.each([
    [
      'GET /_client HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: chord-mux/2\r\n\r\n',
      /^HTTP\/1.1 426 .*Upgrade: chord-client\/1/s,
    ],
    [
      'GET /_other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: chord-client/1\r\n\r\n',
      /^HTTP\/1.1 404 /,
    ],
    [
      'GET /_client HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: chord-client/1\r\n\r\n',
      /^HTTP\/1.1 401 .*WWW-Authenticate: Bearer\r\n.*"detail":"Show a token."/s,
    ],
  ])('refuses %j', async (request, answer) => {
    const { address } = await open(echo);
    expect((await sendRaw(address, request)).toString()).toMatch(answer);
  });

  it('disconnects a client that sends rubbish, and serves the others', async () => {
    const { address, served } = await open(echo);
    const connections = connect();
    await ask(connections, address, Uint8Array.of(1));
    const upgrade =
      'GET /_client HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ida\r\nConnection: Upgrade\r\nUpgrade: chord-client/1\r\n\r\n';
    await sendRaw(address, upgrade, Buffer.from('ffffffff0b00000001', 'hex'));
    await sendRaw(
      address,
      upgrade,
      Buffer.from('0000000506000000', 'hex'),
      Buffer.alloc(100, 0xc1),
    );
    expect(await ask(connections, address, Uint8Array.of(2))).toEqual(Uint8Array.of(2));
    expect(served).toHaveLength(2);
  });

  it('accepts no more clients than the limit', async () => {
    const { address } = await open(echo, { connectionsMax: 1 });
    await ask(connect(), address, Uint8Array.of(1));
    expect(await failureOf(ask(connect(), address, Uint8Array.of(1)))).toMatchObject({
      code: 'BUSY',
    });
  });

  it('ends the calls of a client that rejects the ring with the reason', async () => {
    const { address, served } = await open(echo);
    const connections = connect({
      onWelcome: () => {
        throw new ChordError('INCOMPATIBLE', 'Another ring.');
      },
    });
    const failure = await failureOf(ask(connections, address, Uint8Array.of(1)));
    expect(failure).toMatchObject({ code: 'INCOMPATIBLE', message: 'Another ring.' });
    expect(served).toEqual([]);
  });

  it('ends calls under way when it closes, after the answers that are there', async () => {
    const waiting: IncomingFrame[] = [];
    const { address, server } = await open((frame) =>
      frame.bytes[0] === 1 ? waiting.push(frame) : echo(frame),
    );
    const ended: string[] = [];
    const connections = connect({ onEnded: (to) => ended.push(to) });
    const first = failureOf(ask(connections, address, Uint8Array.of(1)));
    await ask(connections, address, Uint8Array.of(2));
    await server.close();
    expect((await first).code).toBe('UNREACHABLE');
    expect(ended).toEqual([address]);
    expect(connections.open()).toEqual([]);
  });
});
