// The options of a client of the ring.
import { AddressPolicy, isLoopback, parseAddress, type TlsCredentials } from '@chord-dht/transport';
import { ClientError, positive, type AnyClientOptions } from '@chord-dht/client';
import type { Hasher } from '@chord-dht/chord';

/** Certificates in PEM: the authority of the members, and this program's own where members require one. */
export interface RingTls {
  /** The authority of the members' certificates; by default those that Node trusts. */
  readonly ca?: string | Buffer | undefined;
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
}

/** `attemptTimeoutMs` applies to a member that asks the owner in its turn; `attemptsMax` is 32 by default. */
export interface RingClientOptions extends AnyClientOptions {
  /** Members to begin with, `host:port`; the others are learnt from the ring. */
  readonly endpoints: string | readonly string[];
  /** Connect by TLS. A member has to show a certificate for its name in the ring. */
  readonly tls?: boolean | RingTls | undefined;
  /** The time limit of the owner of a key, after which another member is asked; longer for large values. 2 s. */
  readonly ownerTimeoutMs?: number | undefined;
  /** The most calls in flight; further ones wait. 512. */
  readonly inFlightMax?: number | undefined;
  /** Calls that may wait; more fail with `OVERLOADED`. 65,536. */
  readonly waitingMax?: number | undefined;
  /** The most connections to members; in a larger ring these ask the others. 64. */
  readonly connectionsMax?: number | undefined;
  /** The interval at which a client in use refreshes its map of the ring. 2 s. */
  readonly refreshMs?: number | undefined;
  /** For a ring that was started with another hash than SHA-1. */
  readonly hasher?: Hasher | undefined;
  /** Called with defects of this client; by default they go to `process.emitWarning`. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

export interface Settings {
  readonly endpoints: readonly string[];
  readonly timeoutMs: number;
  readonly ownerTimeoutMs: number;
  readonly attemptTimeoutMs: number;
  readonly attemptsMax: number;
  readonly inFlightMax: number;
  readonly waitingMax: number;
  readonly connectionsMax: number;
  readonly refreshMs: number;
}

/** @throws ClientError `BAD_OPTION` */
export function settingsOf(options: RingClientOptions): Settings {
  return {
    endpoints: endpointsOf(options.endpoints),
    timeoutMs: positive('timeoutMs', options.timeoutMs, 30_000),
    ownerTimeoutMs: positive('ownerTimeoutMs', options.ownerTimeoutMs, 2_000),
    attemptTimeoutMs: positive('attemptTimeoutMs', options.attemptTimeoutMs, 10_000),
    attemptsMax: positive('attemptsMax', options.attemptsMax, 32),
    inFlightMax: positive('inFlightMax', options.inFlightMax, 512),
    waitingMax: positive('waitingMax', options.waitingMax, 65_536),
    connectionsMax: positive('connectionsMax', options.connectionsMax, 64),
    refreshMs: positive('refreshMs', options.refreshMs, 2_000),
  };
}

function endpointsOf(given: string | readonly string[]): string[] {
  const texts = [given].flat().flatMap((text) => text.split(',').map((each) => each.trim()));
  const addresses = texts.filter((text) => text !== '').map(addressOf);
  if (addresses.length > 0) return [...new Set(addresses)];
  throw new ClientError('BAD_OPTION', 'No endpoint is given; name a node as host:port.');
}

function addressOf(text: string): string {
  const parsed = parseAddress(text);
  if (parsed) return parsed.address;
  throw new ClientError(
    'BAD_OPTION',
    `"${text.slice(0, 200)}" is no endpoint; write host:port, without a scheme.`,
  );
}

/** Members name each other's addresses: a client of a ring on this machine must not be led to others. */
export function policyFor(endpoints: readonly string[]): AddressPolicy {
  const hosts = endpoints.map((address) => address.slice(0, address.lastIndexOf(':')));
  return new AddressPolicy({ loopbackOnly: hosts.every(isLoopback) });
}

export function tlsOf(given: RingClientOptions['tls']): Partial<TlsCredentials> | undefined {
  if (given === undefined || given === false) return undefined;
  if (given === true) return {};
  const { ca, cert, key } = given;
  return {
    ...(ca === undefined ? {} : { ca: Buffer.from(ca) }),
    ...(cert === undefined ? {} : { cert: Buffer.from(cert) }),
    ...(key === undefined ? {} : { key: Buffer.from(key) }),
  };
}
