// The connections of a client: one to each member that it calls, for all calls to it.
import {
  ChordError,
  PROTOCOL_VERSION,
  type Address,
  type FrameDone,
  type FrameOptions,
  type OnFault,
  type Pieces,
} from '@chord-dht/chord';
import type { FrameLink } from '../frames/frame-link';
import { FrameKind } from '../frames/frames';
import { limitTime } from '../mux/handshake';
import { MuxConnections } from '../mux/mux-connections';
import type { Introduction } from '../peer/codec';
import { TRANSPORT_LIMITS, type TransportLimits } from '../peer/transport-options';
import { dialAsClient, type ClientDialOptions } from './client-dial';
import { readWelcome, type Welcome } from './client-protocol';

export interface ClientConnectionsOptions extends Omit<ClientDialOptions, 'signal' | 'token'> {
  /** Called for each connection. */
  readonly token: () => string | undefined;
  readonly limits?: Partial<TransportLimits>;
  /**
   * Called with the introduction of a member that has accepted this client. @throws ChordError to close the connection
   */
  readonly onWelcome: (member: Welcome, address: Address) => void;
  /** Called when a connection has ended, or could not be made. */
  readonly onEnded: (address: Address, reason: ChordError) => void;
  readonly onFault: OnFault;
}

/** The introduction of a client, which has no position on the ring. */
const NOBODY: Introduction = {
  version: PROTOCOL_VERSION,
  ring: { bits: 0, hash: '' },
  from: { id: '', address: '' },
};

/** A connection, as its callers see it. */
export interface ClientConnection {
  /** False until the member has accepted this client: no call has been sent before. */
  readonly isOpen: boolean;
  callBytes(
    to: Address,
    from: Address,
    bytes: Pieces,
    options: FrameOptions,
    done: FrameDone,
    onPart?: (bytes: Uint8Array) => void,
  ): void;
  /** Calls back once, before the frames of this turn are sent. For open connections only. */
  beforeSending(task: () => void): void;
}

export class ClientConnections {
  private readonly connections: MuxConnections;
  /** Members that send answers in parts. */
  private readonly inParts = new Set<Address>();
  private closed = false;

  constructor(private readonly options: ClientConnectionsOptions) {
    const { policy, lookup, tls, token, onEnded, onFault } = options;
    const limits = { ...TRANSPORT_LIMITS, ...options.limits };
    this.connections = new MuxConnections({
      limits,
      introduction: NOBODY,
      dial: (to, signal) => dialAsClient(to, { policy, lookup, tls, token: token(), signal }),
      greet: (link, { to }, done) => this.awaitWelcome(link, to, limits.handshakeTimeoutMs, done),
      onFault,
      onCallEnded: () => undefined,
      onEnded: (address, reason) => {
        this.inParts.delete(address);
        onEnded(address, reason);
      },
    });
  }

  /** The number of connections, pending ones included. */
  get size(): number {
    return this.connections.size;
  }

  /** The hosts of the connections that take calls. */
  open(): Address[] {
    return this.connections.open();
  }

  /** True for an open connection to a member that answers several questions of one call. */
  answersInParts(host: Address): boolean {
    return this.inParts.has(host);
  }

  has(host: Address): boolean {
    return this.connections.has(host);
  }

  /** Returns the connection to a host, and dials when there is none. @throws ChordError `UNREACHABLE` once closed */
  to(host: Address): ClientConnection {
    if (this.closed) throw new ChordError('UNREACHABLE', 'The client is closed.');
    return this.connections.to(host);
  }

  /** Closes all connections; calls in flight end with `UNREACHABLE`. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.connections.close(new ChordError('UNREACHABLE', 'The client is closed.'));
  }

  private awaitWelcome(
    link: FrameLink,
    address: Address,
    timeoutMs: number,
    done: (calleeId: string) => void,
  ): void {
    const finish = limitTime(link, timeoutMs);
    link.onFrame = (kind, _call, source, start, end) => {
      if (kind !== FrameKind.welcome)
        throw new ChordError('MALFORMED', 'The other side did not welcome a client of the ring.');
      const member = readWelcome(source, start, end);
      try {
        this.options.onWelcome(member, address);
      } catch (error) {
        if (!(error instanceof ChordError)) throw error;
        return link.cut(error);
      }
      finish(() => {
        if (member.inParts) this.inParts.add(address);
        done(member.from.id);
      });
    };
  }
}
