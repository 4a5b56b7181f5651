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
  /** Asked for each connection. */
  readonly token: () => string | undefined;
  readonly limits?: Partial<TransportLimits>;
  /** A member has let this client in; what it says about itself and its ring. @throws ChordError to end the connection */
  readonly onWelcome: (member: Welcome, address: Address) => void;
  /** A connection has ended, or could not be made. */
  readonly onEnded: (address: Address, reason: ChordError) => void;
  readonly onFault: OnFault;
}

/** A client has no place on the ring, and says none. */
const NOBODY: Introduction = {
  version: PROTOCOL_VERSION,
  ring: { bits: 0, hash: '' },
  from: { id: '', address: '' },
};

/** A connection, as whoever calls needs to know it. */
export interface ClientConnection {
  /** False until the member has let this client in: no call has been sent then. */
  readonly isOpen: boolean;
  callBytes(
    to: Address,
    from: Address,
    bytes: Pieces,
    options: FrameOptions,
    done: FrameDone,
    onPart?: (bytes: Uint8Array) => void,
  ): void;
  /** Calls back once, before what this turn has brought is sent. Only of one that is open. */
  beforeSending(task: () => void): void;
}

export class ClientConnections {
  private readonly connections: MuxConnections;
  /** Members that answer in parts. */
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

  /** How many there are, those that are being made included. */
  get size(): number {
    return this.connections.size;
  }

  /** Those that take calls. */
  open(): Address[] {
    return this.connections.open();
  }

  /** True of an open connection to a member that answers several questions of one call. */
  answersInParts(host: Address): boolean {
    return this.inParts.has(host);
  }

  has(host: Address): boolean {
    return this.connections.has(host);
  }

  /** The connection to a host, which is made when there is none. @throws ChordError `UNREACHABLE` once closed */
  to(host: Address): ClientConnection {
    if (this.closed) throw new ChordError('UNREACHABLE', 'The client is closed.');
    return this.connections.to(host);
  }

  /** Ends all connections; calls under way end with `UNREACHABLE`. */
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
