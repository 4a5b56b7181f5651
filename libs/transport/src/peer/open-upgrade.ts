// Requests an HTTP upgrade at an address that was checked.
import { request as openPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as openTls } from 'node:https';
import type { Socket } from 'node:net';
import { ChordError } from '@chord-dht/chord';
import type { Target } from '../address/resolve-allowed';
import { isDistrust, isPlain, type TlsCredentials } from './peer-tls';

export interface UpgradeQuestion {
  /** `host:port`; the certificate has to name it. */
  readonly address: string;
  readonly target: Target;
  readonly path: string;
  /** The protocol in the header Upgrade. */
  readonly upgrade: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without them the connection is not encrypted. */
  readonly tls: Partial<TlsCredentials> | undefined;
  /** Aborts the request. */
  readonly signal: AbortSignal;
}

/** The upgraded connection, or an ordinary answer in its place. */
export type UpgradeAnswer =
  | {
      readonly isUpgraded: true;
      readonly socket: Socket;
      /** The bytes that followed the answer. */
      readonly head: Buffer;
      /** The protocol in the other side's answer. */
      readonly protocol: string | undefined;
    }
  | { readonly isUpgraded: false; readonly response: IncomingMessage };

/**
 * @throws ChordError `UNREACHABLE`, `REFUSED` for a certificate that is not accepted, `MALFORMED` when the answer is
 *   not HTTP
 */
export function openUpgrade(question: UpgradeQuestion): Promise<UpgradeAnswer> {
  const { address, target, path, upgrade, headers, tls, signal } = question;
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      ...{ host: target.ip, port: target.port, path, agent: false, signal },
      headers: { ...headers, host: address, connection: 'Upgrade', upgrade },
    };
    // The certificate has to bear the name in the Host header, whatever it resolves to.
    const outgoing = tls ? openTls({ ...options, ...tls }) : openPlain(options);
    outgoing.on('upgrade', (response, socket, head) => {
      // Until the link has its own listener, a reset must not become an uncaught error.
      socket.on('error', () => undefined);
      resolve({ isUpgraded: true, socket, head, protocol: response.headers.upgrade });
    });
    outgoing.on('response', (response) => resolve({ isUpgraded: false, response }));
    outgoing.on('error', (error: NodeJS.ErrnoException) => reject(failureOfDial(address, error)));
    outgoing.end();
  });
}

function failureOfDial(address: string, { code, message }: NodeJS.ErrnoException): ChordError {
  if (isDistrust(code))
    return new ChordError('REFUSED', `The certificate of ${address} is not accepted (${code}).`);
  if (isPlain(code)) return new ChordError('MALFORMED', `${address} does not speak TLS (${code}).`);
  const kind = code?.startsWith('HPE_') ? 'MALFORMED' : 'UNREACHABLE';
  return new ChordError(kind, `${address} cannot be reached (${code ?? message}).`);
}
