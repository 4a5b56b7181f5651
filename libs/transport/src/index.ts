// The transports between members on Node, `mux` and `http`, the addresses they may contact, and Node's own clock,
// randomness and SHA-1 for the other ports of the protocol.
export { AddressPolicy, type AddressPolicyOptions, type Verdict } from './address/address-policy';
export { isLoopback } from './address/loopback';
export { isMemberName, parseAddress, type ParsedAddress } from './address/parse-address';
export { resolveAllowed, type HostLookup, type Target } from './address/resolve-allowed';
export {
  ClientConnections,
  type ClientConnection,
  type ClientConnectionsOptions,
} from './client/client-connections';
export type { ClientRefusalDetail } from './client/client-dial';
export { CLIENT_PATH, CLIENT_PROTOCOL } from './client/client-protocol';
export { ClientServer, type ClientRefusal, type ClientServerOptions } from './client/client-server';
export {
  createTransport,
  TRANSPORT_KINDS,
  type BoundTransport,
  type TransportKind,
} from './create-transport';
export { createPeerHttp, peerHttpConfig, type PeerHttp } from './http/http-client';
export { HttpTransport, type HttpTransportOptions } from './http/http-transport';
export { MuxTransport } from './mux/mux-transport';
export type { Introduction } from './peer/codec';
export type { PeerTls, TlsCredentials } from './peer/peer-tls';
export {
  PEER_PATH,
  TRANSPORT_LIMITS,
  type Accept,
  type RefusedPeer,
  type TransportLimits,
  type TransportOptions,
} from './peer/transport-options';
export { PunctualTransport } from './punctual-transport';
export { Sha1Hasher } from './system/sha1-hasher';
export { SystemClock } from './system/system-clock';
export { SystemRandom } from './system/system-random';
