import { describeHasher } from '@chord-dht/chord/testing/hasher-conformance';
import {
  describeTransport,
  type ListeningTransport,
} from '@chord-dht/chord/testing/transport-conformance';
import { describeRecordStore } from '@chord-dht/store/testing/record-store-conformance';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Blake2Hasher } from './blake2-hasher.js';
import { JournalStore } from './journal-store.js';
import { LineTransport } from './line-transport.js';

describeHasher('BLAKE2', () => new Blake2Hasher());

describeRecordStore('the journal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'notes-'));
  const options: { bytesMax?: number } = {};
  const open = (): JournalStore => new JournalStore(join(folder, 'journal'), options);
  let store = open();
  return {
    idWidth: 4,
    store,
    damage: async ({ keyId, key }, change) => void store.damage(keyId, key, change),
    place: async (position, bytes) => store.place(position, bytes.slice()),
    reopen: async () => {
      await store.close();
      return (store = open());
    },
    fill: async () => void (options.bytesMax = 0),
    free: async () => void delete options.bytesMax,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});

const IN_FLIGHT_MAX = 32;

class Peers {
  private readonly running = new Map<
    ListeningTransport,
    { server: Server; sockets: Set<Socket> }
  >();

  async start(address = '127.0.0.1:0'): Promise<ListeningTransport> {
    const server = createServer();
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    const transport = new LineTransport(server, IN_FLIGHT_MAX);
    const [host, port] = address.split(':');
    await new Promise<void>((resolve) => server.listen(Number(port), host, resolve));
    const peer = { address: `${host}:${(server.address() as AddressInfo).port}`, transport };
    this.running.set(peer, { server, sockets });
    return peer;
  }

  /** As a crash does it: connections are reset, and those at their other ends have heard of it. */
  async kill(peer: ListeningTransport): Promise<void> {
    const { server, sockets } = this.running.get(peer) ?? {};
    for (const socket of sockets ?? []) socket.resetAndDestroy();
    await new Promise((resolve) => server?.close(resolve));
    await peer.transport.close();
    this.running.delete(peer);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  async nobody(): Promise<string> {
    const peer = await this.start();
    await this.kill(peer);
    return peer.address;
  }

  async stop(): Promise<void> {
    for (const peer of [...this.running.keys()]) await this.kill(peer);
  }
}

const peers = new Peers();
describeTransport('lines', {
  inFlightMax: IN_FLIGHT_MAX,
  manyCalls: 1_000,
  start: (address) => peers.start(address),
  kill: (peer) => peers.kill(peer),
  nobody: () => peers.nobody(),
  stop: () => peers.stop(),
});
