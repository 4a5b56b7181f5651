// The callee's end: accepts upgrades of the node's HTTP server and answers calls.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import {
  ChordError,
  type Address,
  type EnvelopeHandler,
  type FrameHandler,
  type OnFault,
} from '@chord-dht/chord';
import { FrameLink } from '../frames/frame-link';
import { welcome, type HandshakeSide } from './handshake';
import { MuxSession } from './mux-session';
import {
  chooseProtocol,
  noCommonProtocol,
  readProtocols,
  type MuxProtocol,
} from '../peer/protocols';
import { faultOfCaller, type PeerTls } from '../peer/peer-tls';
import { refuseUpgrade, serveUpgrade } from '../peer/upgrades';
import {
  PEER_PATH,
  type Accept,
  type RefusedPeer,
  type TransportLimits,
} from '../peer/transport-options';

export interface MuxServerOptions {
  readonly limits: TransportLimits;
  readonly side: HandshakeSide;
  readonly accept: Accept;
  readonly tls?: PeerTls | undefined;
  readonly protocols: readonly MuxProtocol[];
  readonly onRefused: (refused: RefusedPeer) => void;
  readonly handler: () => EnvelopeHandler | undefined;
  readonly frameHandler: () => FrameHandler | undefined;
  readonly onFault: OnFault;
}

export class MuxServer {
  private readonly links = new Set<FrameLink>();
  private closed = false;

  constructor(private readonly options: MuxServerOptions) {}

  /** Serves `GET /_peer` with `Upgrade: chord-mux/N`; upgrades of others are left to their listeners. */
  attach(server: Server): void {
    serveUpgrade(server, PEER_PATH, (request, socket, head) => {
      const status = this.judge(request);
      if (status !== true) return this.refuse(socket, status);
      const theirs = readProtocols(request.headers.upgrade);
      const protocol = chooseProtocol(theirs, this.options.protocols);
      if (protocol === undefined) return this.refuseVersion(socket, theirs);
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`,
      );
      this.open(socket, head, protocol);
    });
  }

  /** Closes all connections after the pending replies have been sent. */
  async close(): Promise<void> {
    this.closed = true;
    const reason = new ChordError('UNREACHABLE', 'This node stops.');
    const ends = [...this.links].map((link) => link.closed());
    for (const link of [...this.links]) link.finish(reason);
    await Promise.all(ends);
  }

  private judge(request: IncomingMessage): true | number {
    if (this.closed || this.links.size >= this.options.limits.connectionsMax) return 503;
    if (request.method !== 'GET' || readProtocols(request.headers.upgrade).length === 0) return 400;
    return this.options.accept(request);
  }

  private refuse(socket: Socket, status: number): void {
    const why = `the upgrade was answered with ${status}`;
    this.options.onRefused({ direction: 'in', address: socket.remoteAddress ?? 'unknown', why });
    refuseUpgrade(socket, status);
  }

  private refuseVersion(socket: Socket, theirs: readonly string[]): void {
    const { protocols, onRefused } = this.options;
    const why = noCommonProtocol(theirs, protocols);
    onRefused({ direction: 'in', address: socket.remoteAddress ?? 'unknown', why });
    refuseUpgrade(socket, 426, { fields: `Upgrade: ${protocols.join(', ')}\r\n` });
  }

  private open(socket: Socket, head: Buffer, protocol: MuxProtocol): void {
    const { limits, side, onRefused, handler, frameHandler, onFault } = this.options;
    const link = new FrameLink(socket);
    link.onFault = onFault;
    const { remoteAddress } = link;
    this.links.add(link);
    socket.once('close', () => this.links.delete(link));
    link.onEnd = ({ code, message }) => {
      if (code === 'UNREACHABLE') return;
      onRefused({ direction: 'in', address: remoteAddress, why: message });
    };
    const { tls } = this.options;
    const judge = tls?.isMutual ? (address: Address) => faultOfCaller(socket, address) : undefined;
    welcome(link, { ...side, judge }, protocol, (caller) => {
      link.allow(limits.messageBytesMax);
      link.speak(protocol);
      link.open();
      const self = side.introduction;
      new MuxSession(link, caller, { limits, self, handler, frameHandler, onFault }).start();
    });
    link.start(head);
  }
}
