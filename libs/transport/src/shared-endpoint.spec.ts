import { SharedEndpoint, type Envelope, type NodeRef } from '@chord-dht/chord';
import { startPeer, stopPeer, type LoopbackPeer } from './testing/loopback-transports';
import { SystemClock } from './system/system-clock';
import { TRANSPORT_KINDS } from './create-transport';

const idOf = (name: string): string =>
  Buffer.from(name).toString('hex').padStart(40, '0').slice(-40);

describe.each(TRANSPORT_KINDS)('two nodes with two positions each, over %s', (kind) => {
  const peers: LoopbackPeer[] = [];
  afterAll(() => Promise.all(peers.map(stopPeer)));

  const start = async () => {
    const peer = await startPeer(kind);
    peers.push(peer);
    const endpoint = new SharedEndpoint(peer.address, peer.transport, new SystemClock());
    const names = [peer.address, `${peer.address}#1`];
    const positions = names.map((address): NodeRef => ({ id: idOf(address), address }));
    const transports = positions.map((position) => {
      const transport = endpoint.at(position);
      transport.serve(async ({ from }) => ({
        ok: true,
        body: { at: position.address, from: from.address },
      }));
      return transport;
    });
    return { peer, positions, transports };
  };

  it('reach each other by name, all over the open connections of the hosts', async () => {
    const [left, right] = [await start(), await start()];
    for (const [index, from] of left.positions.entries()) {
      for (const to of [...right.positions, ...left.positions]) {
        const envelope: Envelope = {
          version: 1,
          ring: { bits: 160, hash: 'sha-1' },
          from,
          to: to.id,
          type: 'test.message',
          body: null,
          deadlineMs: 5_000,
        };
        const reply = await left.transports[index]?.request(to.address, envelope, 5_000);
        expect(reply).toEqual({ ok: true, body: { at: to.address, from: from.address } });
      }
    }
    expect(right.peer.sockets.size).toBe(1);
    // Messages within a host need no connection.
    expect(left.peer.sockets.size).toBe(0);
  });
});
