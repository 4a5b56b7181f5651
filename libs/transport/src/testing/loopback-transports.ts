// Transports on real servers on loopback, and attacks on them.
import { createServer, connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type {
  ListeningTransport,
  TransportHarness,
} from '@chord-dht/chord/testing/transport-conformance';
import { AddressPolicy } from '../address/address-policy';
import { createTransport, type TransportKind } from '../create-transport';
import type { HttpTransportOptions } from '../http/http-transport';
import type { TransportLimits } from '../peer/transport-options';

export interface LoopbackPeer extends ListeningTransport {
  readonly id: string;
  readonly fastify: FastifyInstance;
  /** The connections that others have opened to it. */
  readonly sockets: Set<Socket>;
}

export type PeerOptions = Partial<Omit<HttpTransportOptions, 'self' | 'ring' | 'limits'>> & {
  limits?: Partial<TransportLimits>;
};

/** Starts a transport with a server of its own, at `address` or at a free one. */
export async function startPeer(
  kind: TransportKind,
  options: PeerOptions = {},
  address?: string,
): Promise<LoopbackPeer> {
  const id = '0f'.repeat(20);
  const at = address ?? (await freeAddress());
  const self = { id, address: at };
  const fastify = Fastify({ forceCloseConnections: true });
  const sockets = new Set<Socket>();
  fastify.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const { transport, attach } = createTransport(kind, {
    policy: new AddressPolicy({ loopbackOnly: true }),
    ...options,
    self,
    ring: { bits: 160, hash: 'sha-1' },
  });
  attach(fastify.server, fastify);
  await fastify.listen({ host: '127.0.0.1', port: Number(at.split(':')[1]) });
  return { id, address: at, transport, fastify, sockets };
}

/**
 * Ends a peer as a crash does: connections break first, without a farewell. Resolves when the connected sides have
 * noticed, as they do in the time that a process takes to restart.
 */
export async function killPeer({ sockets, fastify, transport }: LoopbackPeer): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await fastify.close();
  await transport.close();
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export async function stopPeer({ fastify, transport }: LoopbackPeer): Promise<void> {
  await transport.close();
  await fastify.close();
}

/** Below the ports that the system assigns: those are taken and freed meanwhile. */
const [FIRST_PORT, PORTS] = [10_000, 10_000];
/** Each process begins at another port. */
let asked = process.pid * 97;

/** Returns an address at which nothing listens, and at which this process opens no other listener. */
export async function freeAddress(): Promise<string> {
  for (;;) {
    asked += 1;
    const port = FIRST_PORT + (asked % PORTS);
    if (await isFree(port)) return `127.0.0.1:${port}`;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (isListening) await new Promise((resolve) => server.close(resolve));
  return isListening;
}

/** Writes raw bytes to an address; resolves to the answer once the connection is closed. */
export function sendRaw(address: string, ...pieces: (string | Buffer)[]): Promise<Buffer> {
  const received: Buffer[] = [];
  return new Promise((resolve) => {
    const socket = connect(Number(address.split(':')[1]), '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(received)));
  });
}

export const UPGRADE = `GET /_peer HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: chord-mux/2\r\n\r\n`;

export function loopbackHarness(
  kind: TransportKind,
  inFlightMax: number,
  options: PeerOptions = {},
  manyCalls?: number,
): TransportHarness {
  const started = new Map<ListeningTransport, LoopbackPeer>();
  return {
    inFlightMax,
    ...(manyCalls === undefined ? {} : { manyCalls }),
    start: async (address) => {
      const limits = { inFlightMax, ...options.limits };
      const peer = await startPeer(kind, { ...options, limits }, address);
      started.set(peer, peer);
      return peer;
    },
    kill: async (peer) => {
      await killPeer(started.get(peer) as LoopbackPeer);
      started.delete(peer);
    },
    nobody: freeAddress,
    sendGarbage: async (address) => {
      await Promise.all(garbage().map((pieces) => sendRaw(address, ...pieces)));
    },
    stop: async () => {
      await Promise.all([...started.values()].map(stopPeer));
      started.clear();
    },
  };
}

/** Rubbish for every layer: TCP, HTTP, upgrade, frames, MessagePack, envelopes. */
function garbage(): (string | Buffer)[][] {
  const post = (body: Buffer, type = 'application/msgpack'): (string | Buffer)[] => [
    `POST /_peer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`,
    body,
  ];
  const frame = (kind: number, payload: Buffer): Buffer => {
    const head = Buffer.alloc(9);
    head.writeUInt32BE(payload.length + 5, 0);
    head[4] = kind;
    return Buffer.concat([head, payload]);
  };
  const hello = frame(
    1,
    Buffer.from([0x92, 0x95, 1, 0xcc, 160, 0xa1, 0x73, 0xa1, 0x61, 0xa1, 0x62, 0xc0]),
  );
  const deep = Buffer.alloc(100_000, 0x91);
  const rubbish = Buffer.from('c1ff00d47f9ac7ff72deadbeef', 'hex');
  const huge = Buffer.from([0x93, 0xdd, 0xff, 0xff, 0xff, 0xff]);
  return [
    [],
    ['\r\n\r\n\r\n'],
    [Buffer.alloc(70_000, 0xfe)],
    ['GET /_peer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    post(rubbish),
    post(deep),
    post(huge, 'application/json'),
    post(Buffer.from([0x90])),
    post(Buffer.alloc(0)),
    [UPGRADE],
    [UPGRADE, rubbish],
    [UPGRADE, Buffer.alloc(100, 0xff)],
    [UPGRADE, frame(6, rubbish), frame(1, rubbish)],
    [UPGRADE, hello, frame(6, rubbish), frame(6, deep), frame(6, huge), frame(99, rubbish)],
    [UPGRADE, hello, hello, Buffer.from([0, 0, 0, 0])],
    [UPGRADE, hello, Buffer.from([0xff, 0xff, 0xff, 0xff, 6])],
    [UPGRADE, hello.subarray(0, 5)],
  ];
}
