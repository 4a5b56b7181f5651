// Sends one message over HTTP, by axios.
import { Agent, type AgentOptions } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse, type CreateAxiosDefaults } from 'axios';
import { ChordError } from '@chord-dht/chord';
import type { Target } from '../address/resolve-allowed';
import { isDistrust, isPlain, type PeerTls, type TlsCredentials } from '../peer/peer-tls';
import { PEER_PATH, TRANSPORT_LIMITS, type TransportLimits } from '../peer/transport-options';

export const MESSAGE_TYPE = 'application/msgpack';

/**
 * Enough for calls that are nested; further calls queue for a connection. All are kept for the next burst: opening one
 * costs more than a call.
 */
const CONNECTIONS_PER_PEER_MAX = 256;

/** The HTTP client for messages. The `HttpService` of `@nestjs/axios` is one. */
export interface PeerHttp {
  /** Created with `peerHttpConfig`. */
  readonly axiosRef: AxiosInstance;
}

/**
 * The options of axios for messages between peers: connections are kept, and axios follows, parses and guesses nothing.
 */
export function peerHttpConfig(limits: TransportLimits = TRANSPORT_LIMITS): CreateAxiosDefaults {
  return {
    httpAgent: new Agent(agentOptions(limits)),
    maxRedirects: 0,
    proxy: false,
    decompress: false,
    responseType: 'arraybuffer',
    maxContentLength: limits.messageBytesMax,
    maxBodyLength: limits.messageBytesMax,
    validateStatus: () => true,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
  };
}

export function createPeerHttp(limits?: TransportLimits): PeerHttp {
  return { axiosRef: axios.create(peerHttpConfig(limits)) };
}

function agentOptions(limits: TransportLimits): AgentOptions {
  const connections = Math.min(CONNECTIONS_PER_PEER_MAX, limits.inFlightMax);
  return {
    keepAlive: true,
    maxSockets: connections,
    maxFreeSockets: connections,
    timeout: limits.idleCloseMs,
  };
}

/** The connections of the present credentials; those of earlier ones take no new requests. */
export class TlsAgents {
  private credentials: TlsCredentials | undefined;
  private agent: TlsAgent | undefined;

  constructor(
    private readonly tls: PeerTls,
    private readonly limits: TransportLimits,
  ) {}

  get current(): TlsAgent {
    const { current } = this.tls;
    if (this.agent && this.credentials === current) return this.agent;
    this.agent?.destroy();
    this.credentials = current;
    this.agent = new TlsAgent({ ...agentOptions(this.limits), ...current });
    return this.agent;
  }

  close(): void {
    this.agent?.destroy();
  }
}

export interface PostOptions {
  /** The address of the peer in the form that its members use. */
  readonly authority: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly signal: AbortSignal;
  /** For TLS. */
  readonly agent?: TlsAgent | undefined;
}

export interface PostReply {
  readonly status: number;
  readonly header: (name: string) => unknown;
  readonly body: Buffer;
}

/**
 * Sends one message to an address that was checked.
 * @throws ChordError `UNREACHABLE` or `MALFORMED`; `detail: 'not-connected'` when it certainly did not reach the peer.
 *   Anything else is a defect.
 */
export async function post(
  http: PeerHttp,
  target: Target,
  options: PostOptions,
): Promise<PostReply> {
  const host = target.ip.includes(':') ? `[${target.ip}]` : target.ip;
  try {
    // The promise of axios and not the observable of HttpService: every observable that completes creates a
    // cancellation with a stack trace, which takes half of the time of a call.
    const response: AxiosResponse<Buffer> = await http.axiosRef.post(
      `${options.agent ? 'https' : 'http'}://${host}:${target.port}${PEER_PATH}`,
      options.body,
      {
        headers: { ...options.headers, host: options.authority, 'content-type': MESSAGE_TYPE },
        signal: options.signal,
        ...(options.agent ? { httpsAgent: options.agent } : {}),
      },
    );
    const { status, headers, data } = response;
    return { status, header: (name) => headers[name] as unknown, body: data };
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    throw failureOf(options.authority, error as NodeJS.ErrnoException);
  }
}

const NOT_CONNECTED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

function failureOf(address: string, { code = 'unknown' }: NodeJS.ErrnoException): ChordError {
  if (code.startsWith('HPE_') || code === 'ERR_BAD_RESPONSE') {
    return new ChordError('MALFORMED', `The answer of ${address} is not understood (${code}).`);
  }
  if (isDistrust(code))
    return new ChordError('REFUSED', `The certificate of ${address} is not accepted (${code}).`);
  if (isPlain(code)) return new ChordError('MALFORMED', `${address} does not speak TLS (${code}).`);
  const detail = NOT_CONNECTED.has(code) ? 'not-connected' : undefined;
  return new ChordError('UNREACHABLE', `${address} cannot be reached (${code}).`, detail);
}
