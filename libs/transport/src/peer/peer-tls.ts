// Authenticates members to each other by certificate.
import type { Socket } from 'node:net';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import { hostOf, type Address } from '@chord-dht/chord';

export interface TlsCredentials {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
}

export interface PeerTls {
  /** The credentials of new connections to peers; the same object as long as nothing changes. */
  readonly current: TlsCredentials;
  /** True when callers have to show a certificate of the same authority for their name in the ring. */
  readonly isMutual: boolean;
}

const OF_TIME = /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/;

/** @returns the fault of a caller's certificate for this name; `undefined` when there is none */
export function faultOfCaller(socket: Socket, address: Address): string | undefined {
  const { authorized, authorizationError } = socket as TLSSocket;
  const certificate = (socket as TLSSocket).getPeerCertificate?.();
  if (!certificate || Object.keys(certificate).length === 0)
    return `${address} shows no certificate; start it with --tls-cert, --tls-key and the same --tls-ca`;
  const reason = String(authorizationError);
  if (!authorized && OF_TIME.test(reason))
    return `The certificate of ${address} holds from ${certificate.valid_from} to ${certificate.valid_to}, and not now (${reason}); give it another one, or mend the clocks`;
  if (!authorized)
    return `The certificate of ${address} is not signed by the --tls-ca of this node (${reason})`;
  const fault = checkServerIdentity(hostNameOf(address), certificate);
  return (
    fault &&
    `The certificate that ${address} shows is for another name (${certificate.subjectaltname ?? 'without names'})`
  );
}

/** `[::1]:5000` -> `::1` */
function hostNameOf(address: Address): string {
  return hostOf(address)
    .replace(/:[0-9]+$/, '')
    .replace(/^\[|\]$/g, '');
}

const NOT_TRUSTED =
  /^(ERR_TLS_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/** True when a connection failed because of a certificate, that of the other side or one that it requires. */
export function isDistrust(code: string | undefined): boolean {
  return code !== undefined && NOT_TRUSTED.test(code);
}

/** True when the other side does not speak TLS at all. */
export function isPlain(code: string | undefined): boolean {
  return code !== undefined && /^(EPROTO|ERR_SSL_)/.test(code);
}
