// The options that all transports of a node share: identity, trust, limits.
import type { IncomingMessage } from 'node:http';
import type { NodeRef, OnFault, RingParameters } from '@chord-dht/chord';
import type { AddressPolicy } from '../address/address-policy';
import type { HostLookup } from '../address/resolve-allowed';
import type { MuxProtocol } from './protocols';
import type { PeerTls } from './peer-tls';

/** Where peers talk to each other on the node's own port. */
export const PEER_PATH = '/_peer';

export interface TransportLimits {
  /** Calls that may wait for one peer; more are `BUSY`. */
  readonly inFlightMax: number;
  /** Calls that may wait for all peers together; more are `BUSY`. */
  readonly inFlightTotalMax: number;
  /** Bytes that may wait to be sent to one peer; more are `BUSY`. */
  readonly bufferedBytesMax: number;
  /** The same for large messages, which small ones pass. */
  readonly slicedBytesMax: number;
  /** The largest message. */
  readonly messageBytesMax: number;
  /** Calls of one connection that are worked on at once; more are answered `BUSY`. */
  readonly servedMax: number;
  /** Connections of peers that are served at once; more are refused with 503. */
  readonly connectionsMax: number;
  /** How long connecting may take, all addresses of the peer together. */
  readonly dialTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** A connection without calls is closed after this time. */
  readonly idleCloseMs: number;
  /** A connection that is quiet for this time is asked for a sign of life. */
  readonly pingMs: number;
  /** How long a sign of life may take after a call that was not answered in time. */
  readonly suspectMs: number;
  /** How far the wall clocks of two members may be apart, for the signatures of HTTP messages. */
  readonly clockSkewMsMax: number;
}

export const TRANSPORT_LIMITS: TransportLimits = {
  inFlightMax: 1_024,
  inFlightTotalMax: 16_384,
  bufferedBytesMax: 16 * 1024 * 1024,
  slicedBytesMax: 64 * 1024 * 1024,
  messageBytesMax: 4 * 1024 * 1024,
  servedMax: 4_096,
  connectionsMax: 2_048,
  dialTimeoutMs: 3_000,
  handshakeTimeoutMs: 5_000,
  idleCloseMs: 60_000,
  pingMs: 15_000,
  suspectMs: 1_000,
  clockSkewMsMax: 60_000,
};

/** `true`, or the HTTP status with which a request from the network is refused. */
export type Accept = (request: IncomingMessage) => true | number;

/** A peer that was turned away, or that turned this node away; for the log. */
export interface RefusedPeer {
  readonly direction: 'in' | 'out';
  /** As far as it is known: the address called, or the remote IP address. */
  readonly address: string;
  readonly why: string;
}

export interface TransportOptions {
  readonly self: NodeRef;
  readonly ring: RingParameters;
  /** Whom this node may contact. */
  readonly policy: AddressPolicy;
  /** At least 32 bytes that all members share; without it any process may be a peer. */
  readonly secret?: string | Uint8Array | undefined;
  /** Connections are encrypted, and members prove themselves by certificate. */
  readonly tls?: PeerTls | undefined;
  /** The checks of Host and Origin that the node's other requests pass as well. */
  readonly accept?: Accept;
  readonly onRefused?: (refused: RefusedPeer) => void;
  /** Hears of defects: of the transport, and of the handler that it calls. */
  readonly onFault?: OnFault;
  readonly limits?: Partial<TransportLimits>;
  readonly lookup?: HostLookup;
  /** Versions of the protocol `mux` that this node speaks, the newest first; by default all that it knows. */
  readonly protocols?: readonly MuxProtocol[];
}
