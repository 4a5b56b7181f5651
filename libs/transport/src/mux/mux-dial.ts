// Knows how a connection to a peer begins: an HTTP upgrade at its own port, at an address that was checked.
import { request as openPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as openTls } from 'node:https';
import type { Socket } from 'node:net';
import { ChordError, codeOf } from '@chord-dht/chord';
import type { AddressPolicy } from '../address/address-policy';
import { resolveAllowed, type HostLookup, type Target } from '../address/resolve-allowed';
import { isDistrust, isPlain, type PeerTls } from '../peer/peer-tls';
import { PEER_PATH } from '../peer/transport-options';

export const MUX_PROTOCOL = 'chord-mux/2';

export interface DialOptions {
  readonly policy: AddressPolicy;
  readonly lookup?: HostLookup | undefined;
  readonly tls?: PeerTls | undefined;
  /** Gives up. */
  readonly signal: AbortSignal;
}

export interface Upgraded {
  readonly socket: Socket;
  /** What came along with the answer. */
  readonly head: Buffer;
}

/**
 * Tries the addresses of the peer one after the other until something answers.
 * @throws ChordError `UNREACHABLE`, `REFUSED` (also by the peer: 401, 403, 421), `BUSY` (503) or
 *   `MALFORMED` when what answers there is no peer.
 */
export async function dial(address: string, options: DialOptions): Promise<Upgraded> {
  const targets = await resolveAllowed(address, options.policy, options.lookup);
  let failure: unknown;
  for (const target of targets) {
    try {
      return await upgrade(address, target, options);
    } catch (error) {
      failure = error;
      if (codeOf(error) !== 'UNREACHABLE' || options.signal.aborted) break;
    }
  }
  throw failure;
}

function upgrade(
  address: string,
  { ip, port }: Target,
  { signal, tls }: DialOptions,
): Promise<Upgraded> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      host: ip,
      port,
      path: PEER_PATH,
      headers: { host: address, connection: 'Upgrade', upgrade: MUX_PROTOCOL },
      agent: false,
      signal,
    };
    // The certificate has to bear the name in the Host header, whatever it resolves to.
    const outgoing = tls ? openTls({ ...options, ...tls.current }) : openPlain(options);
    outgoing.on('upgrade', (response, socket, head) => {
      // Until the link has its own listener a reset must not be an uncaught error.
      socket.on('error', () => undefined);
      if (response.headers.upgrade === MUX_PROTOCOL) return resolve({ socket, head });
      socket.destroy();
      reject(new ChordError('MALFORMED', `${address} speaks another protocol.`));
    });
    outgoing.on('response', (response) => {
      response.destroy();
      reject(refusalOf(address, response));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      reject(failureOfDial(address, error));
    });
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

function refusalOf(address: string, { statusCode }: IncomingMessage): ChordError {
  switch (statusCode) {
    case 401:
    case 403:
    case 421:
      return new ChordError('REFUSED', `${address} refuses this node (HTTP ${statusCode}).`);
    case 429:
    case 503:
      return new ChordError('BUSY', `${address} takes no more connections (HTTP ${statusCode}).`);
    default:
      return new ChordError('MALFORMED', `No member answers at ${address} (HTTP ${statusCode}).`);
  }
}
