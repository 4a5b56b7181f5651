// Requests an HTTP upgrade at an address that was checked.
import { request as openPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as openTls } from 'node:https';
import type { Socket } from 'node:net';
import { ChordError } from '@chord-dht/chord';
import type { Target } from '../address/resolve-allowed';
import { isDistrust, isPlain, type TlsCredentials } from './peer-tls';

export interface UpgradeQuestion {
  /** `host:port`; a certificate has to bear this name. */
  readonly address: string;
  readonly target: Target;
  readonly path: string;
  /** Of the protocol that is asked for. */
  readonly upgrade: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without them in clear. */
  readonly tls: Partial<TlsCredentials> | undefined;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** The connection is taken over, or there was an ordinary answer in its place. */
export type UpgradeAnswer =
  | {
      readonly isUpgraded: true;
      readonly socket: Socket;
      /** What came along with the answer. */
      readonly head: Buffer;
      /** What the other side says that it speaks now. */
      readonly protocol: string | undefined;
    }
  | { readonly isUpgraded: false; readonly response: IncomingMessage };

/** @throws ChordError `UNREACHABLE`, `REFUSED` for a certificate that is not accepted, `MALFORMED` for what is no HTTP */
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
      // Until the link has its own listener a reset must not be an uncaught error.
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
