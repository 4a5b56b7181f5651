// The transport `mux`: one lasting connection to each peer that carries all calls to it.
import type { Server } from 'node:http';
import {
  ChordError,
  hostOf,
  PROTOCOL_VERSION,
  type Address,
  type Envelope,
  type EnvelopeHandler,
  type FrameHandler,
  type FrameLane,
  type ReplyEnvelope,
  type Transport,
} from '@chord-dht/chord';
import { greet, type HandshakeSide } from './handshake';
import { MuxConnections } from './mux-connections';
import { dial } from './mux-dial';
import { MuxServer } from './mux-server';
import { MUX_PROTOCOLS } from '../peer/protocols';
import { PeerSecret } from '../peer/peer-secret';
import {
  TRANSPORT_LIMITS,
  type TransportLimits,
  type TransportOptions,
} from '../peer/transport-options';

const NOTHING = new Uint8Array(0);

export class MuxTransport implements Transport {
  private readonly limits: TransportLimits;
  private readonly connections: MuxConnections;
  private readonly server: MuxServer;
  private handler: EnvelopeHandler | undefined;
  private frameHandler: FrameHandler | undefined;
  readonly frames: FrameLane = {
    call: (to, from, bytes, options, done) => {
      const refusal = this.whyRefused();
      if (refusal) return done(refusal, NOTHING);
      this.inFlight += 1;
      this.connections.to(hostOf(to)).callBytes(to, from, bytes, options, done);
    },
    serve: (handler) => {
      this.frameHandler = handler;
    },
  };
  private inFlight = 0;
  private closed = false;

  constructor(options: TransportOptions) {
    const { self, ring, policy, lookup, secret, tls } = options;
    const { onRefused = () => undefined, onFault = () => undefined } = options;
    const { protocols = MUX_PROTOCOLS } = options;
    const limits = { ...TRANSPORT_LIMITS, ...options.limits };
    const side: HandshakeSide = {
      introduction: { version: PROTOCOL_VERSION, ring, from: self },
      secret: secret === undefined ? undefined : new PeerSecret(secret),
      timeoutMs: limits.handshakeTimeoutMs,
    };
    this.limits = limits;
    this.connections = new MuxConnections({
      limits,
      introduction: side.introduction,
      greet: (link, { protocol }, done) =>
        greet(link, side, protocol, (callee) => done(callee.from.id)),
      dial: (to, signal) => dial(to, { policy, lookup, signal, tls, protocols }),
      onFault,
      onCallEnded: () => void (this.inFlight -= 1),
      onEnded: (address, { code, message }) => {
        if (code === 'REFUSED') onRefused({ direction: 'out', address, why: message });
      },
    });
    const accept = options.accept ?? (() => true as const);
    this.server = new MuxServer({
      limits,
      side,
      accept,
      tls,
      protocols,
      onRefused,
      handler: () => this.handler,
      frameHandler: () => this.frameHandler,
      onFault,
    });
  }

  /** Serves peers on the node's own HTTP server. */
  attach(server: Server): void {
    this.server.attach(server);
  }

  serve(handler: EnvelopeHandler): void {
    this.handler = handler;
  }

  request(to: Address, envelope: Envelope, timeoutMs: number): Promise<ReplyEnvelope> {
    const refusal = this.whyRefused();
    if (refusal) return Promise.reject(refusal);
    this.inFlight += 1;
    return this.connections.to(to).request(envelope, timeoutMs);
  }

  private whyRefused(): ChordError | undefined {
    if (this.closed) return new ChordError('UNREACHABLE', 'The transport is closed.');
    if (this.inFlight < this.limits.inFlightTotalMax) return undefined;
    return new ChordError('BUSY', `${this.inFlight} calls wait already.`);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const reason = new ChordError('UNREACHABLE', 'The transport is closed.');
    await Promise.all([this.connections.close(reason), this.server.close()]);
  }
}
