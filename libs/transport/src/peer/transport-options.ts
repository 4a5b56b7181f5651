// The options that all transports of a node share: identity, trust, limits.
import type { IncomingMessage } from 'node:http';
import type { NodeRef, OnFault, RingParameters } from '@chord-dht/chord';
import type { AddressPolicy } from '../address/address-policy';
import type { HostLookup } from '../address/resolve-allowed';
import type { MuxProtocol } from './protocols';
import type { PeerTls } from './peer-tls';

/** The path of peers on the node's own port. */
export const PEER_PATH = '/_peer';

export interface TransportLimits {
  /** The most calls that wait for one peer; more are `BUSY`. */
  readonly inFlightMax: number;
  /** The most calls that wait for all peers together; more are `BUSY`. */
  readonly inFlightTotalMax: number;
  /** The most bytes that wait to be sent to one peer; more are `BUSY`. */
  readonly bufferedBytesMax: number;
  /** The same for large messages, which small ones overtake. */
  readonly slicedBytesMax: number;
  /** The largest message in bytes. */
  readonly messageBytesMax: number;
  /** The most calls of one connection that are worked on at once; more are answered `BUSY`. */
  readonly servedMax: number;
  /** The most connections of peers at once; more are refused with 503. */
  readonly connectionsMax: number;
  /** The time limit of connecting, all addresses of the peer together. */
  readonly dialTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** The time without calls after which a connection is closed. */
  readonly idleCloseMs: number;
  /** The quiet time after which a connection is asked for a sign of life. */
  readonly pingMs: number;
  /** The time limit of a sign of life after a call that was not answered in time. */
  readonly suspectMs: number;
  /** The largest difference of two members' wall clocks, for the signatures of HTTP messages. */
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

/** A peer that was refused, or that refused this node; for the log. */
export interface RefusedPeer {
  readonly direction: 'in' | 'out';
  /** The address called, or the remote IP address; as far as it is known. */
  readonly address: string;
  readonly why: string;
}

export interface TransportOptions {
  readonly self: NodeRef;
  readonly ring: RingParameters;
  /** The addresses that this node may contact. */
  readonly policy: AddressPolicy;
  /** At least 32 bytes that all members share; without it any process may act as a peer. */
  readonly secret?: string | Uint8Array | undefined;
  /** Encrypts connections, and authenticates members by certificate. */
  readonly tls?: PeerTls | undefined;
  /** The checks of Host and Origin that apply to the node's other requests as well. */
  readonly accept?: Accept;
  readonly onRefused?: (refused: RefusedPeer) => void;
  /** Called with defects of the transport, and of the handler that it calls. */
  readonly onFault?: OnFault;
  readonly limits?: Partial<TransportLimits>;
  readonly lookup?: HostLookup;
  /** The versions of the protocol `mux` that this node supports, newest first; by default all of them. */
  readonly protocols?: readonly MuxProtocol[];
}
