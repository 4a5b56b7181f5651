// Members of two versions, and of two without a common one.
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ReplyEnvelope } from '@chord-dht/chord';
import { FrameKind, LENGTH_BYTES } from '../frames/frames';
import { MUX_PROTOCOLS, type MuxProtocol } from '../peer/protocols';
import type { RefusedPeer } from '../peer/transport-options';
import {
  sendRaw,
  startPeer,
  stopPeer,
  UPGRADE,
  type LoopbackPeer,
  type PeerOptions,
} from '../testing/loopback-transports';

const SECRET = 'the secret of this ring, of 32 bytes or more';
const LARGE = 'x'.repeat(300_000);
const OLDER: readonly MuxProtocol[] = ['chord-mux/1'];
const NEWER: readonly MuxProtocol[] = ['chord-mux/2'];

const peers: LoopbackPeer[] = [];
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map(stopPeer));
  for (const server of servers.splice(0)) server.close();
});

async function start(options: PeerOptions = {}): Promise<LoopbackPeer> {
  const peer = await startPeer('mux', { secret: SECRET, ...options });
  peer.transport.serve(async ({ body }) => ({ ok: true, body }));
  peers.push(peer);
  return peer;
}

const call = (from: LoopbackPeer, to: string, body: unknown): Promise<ReplyEnvelope> =>
  from.transport.request(
    to,
    {
      ...{ version: 1, ring: { bits: 160, hash: 'sha-1' }, type: 'test.echo', body },
      ...{ from: { id: from.id, address: from.address }, to: from.id, deadlineMs: 20_000 },
    },
    20_000,
  );

/** The kinds of the frames in these bytes, behind the head of the upgrade. */
function kindsOf(said: Buffer): number[] {
  const kinds: number[] = [];
  for (let at = said.indexOf('\r\n\r\n') + 4; at + LENGTH_BYTES < said.length;) {
    kinds.push(said[at + LENGTH_BYTES] as number);
    at += LENGTH_BYTES + said.readUInt32BE(at);
  }
  return kinds;
}

/**
 * A proxy to `to` that records both directions; it answers a version in `strictAgainst` with 400, as nodes without
 * negotiation do.
 */
async function wireTo(to: LoopbackPeer, strictAgainst?: string) {
  const said: { there: Buffer[]; back: Buffer[] } = { there: [], back: [] };
  const server = createServer((socket: Socket) => {
    const onward = connect(Number(to.address.split(':')[1]), '127.0.0.1');
    said.there = [];
    said.back = [];
    socket.on('error', () => undefined).on('close', () => onward.destroy());
    onward.on('error', () => undefined).on('close', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      said.there.push(chunk);
      if (strictAgainst !== undefined && chunk.includes(strictAgainst))
        socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else onward.write(chunk);
    });
    onward.on('data', (chunk: Buffer) => {
      said.back.push(chunk);
      socket.write(chunk);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { said, address: `127.0.0.1:${(server.address() as { port: number }).port}` };
}

describe('two members', () => {
  it.each([
    ['of this version', MUX_PROTOCOLS, MUX_PROTOCOLS, 'chord-mux/2'],
    ['of which the called one is older', MUX_PROTOCOLS, OLDER, 'chord-mux/1'],
    ['of which the caller is older', OLDER, MUX_PROTOCOLS, 'chord-mux/1'],
    ['of the version before', OLDER, OLDER, 'chord-mux/1'],
    ['of which one is newer', NEWER, MUX_PROTOCOLS, 'chord-mux/2'],
  ])('%s speak what both know, also of large values', async (_, ofCaller, ofCallee, agreed) => {
    const [a, b] = [await start({ protocols: ofCaller }), await start({ protocols: ofCallee })];
    const { said, address } = await wireTo(b);
    // The first call waits for the negotiation; the second finds a connection.
    for (const body of [LARGE, `${LARGE}y`])
      expect(await call(a, address, body)).toEqual({ ok: true, body });
    const [there, back] = [Buffer.concat(said.there), Buffer.concat(said.back)];
    expect(String(back)).toContain(`Upgrade: ${agreed}\r\n`);
    const isSliced = agreed === 'chord-mux/2';
    for (const kinds of [kindsOf(there), kindsOf(back)]) {
      expect(kinds.includes(FrameKind.slice)).toBe(isSliced);
      expect(kinds.includes(FrameKind.credit)).toBe(isSliced);
    }
  });

  it('of which the called one is from before versions were negotiated speak its version', async () => {
    const [a, b] = [await start(), await start({ protocols: OLDER })];
    const { address } = await wireTo(b, 'chord-mux/2');
    expect(await call(a, address, LARGE)).toEqual({ ok: true, body: LARGE });
  });

  it('without a common version both report that in one line, with their own versions', async () => {
    const lines: string[] = [];
    const onRefused = ({ direction, why }: RefusedPeer): void =>
      void lines.push(`${direction}: ${why}`);
    const a = await start({ protocols: NEWER, onRefused });
    const b = await start({ protocols: OLDER, onRefused });
    await expect(call(a, b.address, 'x')).rejects.toMatchObject({ code: 'REFUSED' });
    expect(lines.sort()).toEqual([
      'in: it speaks chord-mux/2, and this node chord-mux/1; upgrade a ring by one version at a time',
      `out: ${b.address} is of another version: it speaks chord-mux/1, and this node chord-mux/2; upgrade a ring by one version at a time.`,
    ]);
  });

  it('a header may name several versions, and may name none of ours', async () => {
    const b = await start();
    const asked = async (header: string): Promise<string> =>
      String(await sendRaw(b.address, UPGRADE.replace('chord-mux/2', header)));
    expect(await asked('chord-mux/3, chord-mux/2, chord-mux/1')).toContain(
      'Upgrade: chord-mux/2\r\n',
    );
    expect(await asked('chord-mux/1')).toContain('Upgrade: chord-mux/1\r\n');
    expect(await asked('chord-mux/3')).toMatch(
      /^HTTP\/1\.1 426 [^]*Upgrade: chord-mux\/2, chord-mux\/1\r\n/,
    );
    expect(await asked('chord-mux/02x')).toMatch(/^HTTP\/1\.1 400 /);
  });
});
